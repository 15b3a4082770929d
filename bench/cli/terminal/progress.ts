import type { ExperimentEvent, ReportEvent } from "../../experiment/events.ts";
import type { Plan } from "../../results/records/records.ts";
import { createCountdown } from "./countdown.ts";
import { createPanel } from "./progress-panel.ts";
import { createTurnMeans, formatEvent, formatSlice } from "./progress-text.ts";
import { createScreen, type ScreenOutput } from "./screen.ts";

/** Where progress is written: a terminal gets a few rewritten lines, anything else a line a step. */
export interface ProgressOutput extends ScreenOutput {
  readonly isTerminal: boolean;
}

/** Turns what measuring reports into a few words for the person who waits. */
export interface Progress {
  readonly report: ReportEvent;
  /** Whether it can show what happens within a slice. */
  readonly isWatched: boolean;
  /** Tells something beside. */
  say(text: string): void;
  /** Leaves a terminal in order. May be called again. */
  close(): void;
}

/** What a person sees of an experiment; `label` is what it is called. */
export function createProgress(
  plan: Plan,
  output: ProgressOutput,
  { label = "", now = () => performance.now() }: { label?: string; now?: () => number } = {},
): Progress {
  return output.isTerminal
    ? progressInPlace(plan, output, label, now)
    : progressByLine(plan, output, now);
}

function progressByLine(plan: Plan, output: ProgressOutput, now: () => number): Progress {
  const countdown = createCountdown(plan, now);
  const turns = createTurnMeans(plan);
  const textOf = (event: ExperimentEvent): string | undefined => {
    if (event.kind === "start" || event.kind === "loop" || event.kind === "glimpse")
      return undefined;
    if (event.kind !== "slice") return formatEvent(event, plan, countdown.leftMs());
    const record = turns.note(event.record);
    return record && formatSlice(record, plan);
  };
  return {
    isWatched: false,
    report: (event) => {
      countdown.note(event);
      const text = textOf(event);
      if (text !== undefined) output.write(`${text}\n`);
    },
    say: (text) => output.write(`${text}\n`),
    close: () => {},
  };
}

/** What goes well is in the panel alone; what does not, and what is settled, stays above it. */
function progressInPlace(
  plan: Plan,
  output: ProgressOutput,
  label: string,
  now: () => number,
): Progress {
  const countdown = createCountdown(plan, now);
  const panel = createPanel(plan, label, countdown);
  const screen = createScreen(output, now);
  const lasting = (event: ExperimentEvent): string | undefined => {
    if (event.kind === "start" || event.kind === "loop" || event.kind === "glimpse")
      return undefined;
    if (event.kind !== "slice") return formatEvent(event, plan, countdown.leftMs());
    return event.record.refusals.length > 0 ? formatSlice(event.record, plan) : undefined;
  };
  const alarms = new Set<ExperimentEvent["kind"]>(["slice", "failure", "disturbance"]);
  return {
    isWatched: true,
    report: (event) => {
      countdown.note(event);
      panel.note(event);
      const text = lasting(event);
      if (text !== undefined)
        screen.print(alarms.has(event.kind) ? { text, tone: "alarm" } : { text });
      screen.draw(panel.lines);
    },
    say: (text) => screen.print({ text }),
    close: screen.close,
  };
}
