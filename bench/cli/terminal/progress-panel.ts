import type { RequestsPerSecond } from "@rowbench/shared/contract";
import type { ExperimentEvent, LoopStart } from "../../experiment/events.ts";
import type { RoundSize } from "../../experiment/plan/passes.ts";
import type { Glimpse } from "../../load/index.ts";
import {
  formatCount,
  formatLength,
  formatMicroseconds,
  oneLine,
} from "../../report/text/format.ts";
import type { Plan, SliceRecord, StartPosition } from "../../results/records/records.ts";
import type { Countdown } from "./countdown.ts";
import { createTurnMeans, formatFigures } from "./progress-text.ts";
import type { ScreenLine } from "./screen.ts";

/** What a terminal shows of an experiment while it goes on. */
export interface Panel {
  note(event: ExperimentEvent): void;
  lines(): readonly ScreenLine[];
}

const barWidth = 24;
/** Half a second each. */
const mostGlimpses = 16;
const mostLast = 2;

/** Nothing has happened yet. */
export function createPanel(plan: Plan, label: string, countdown: Countdown): Panel {
  const turns = createTurnMeans(plan);
  const state: PanelState = { throughputs: [], last: [], refused: 0 };
  return {
    note: (event) => noteEvent(state, event, (record) => turns.note(record)),
    lines: () => [
      { text: formatBar(state, plan, label, countdown) },
      { text: `now    ${formatNow(state, plan)}` },
      { text: `live   ${formatLive(state)}` },
      ...(state.last.length === 0
        ? []
        : [{ text: `last   ${state.last.join("   ")}`, tone: "quiet" } as const]),
      ...(state.alarm === undefined
        ? []
        : [{ text: `${formatRefused(state.refused)}${state.alarm}`, tone: "alarm" } as const]),
    ],
  };
}

interface PanelState {
  position?: StartPosition;
  loop?: LoopStart | undefined;
  glimpse?: Glimpse | undefined;
  size?: RoundSize;
  /** The number of the first group of this round. */
  firstGroup?: { readonly round: number; readonly group: number };
  throughputs: readonly RequestsPerSecond[];
  last: readonly string[];
  refused: number;
  /** The newest reason why something does not count. */
  alarm?: string;
}

function noteEvent(
  state: PanelState,
  event: ExperimentEvent,
  meanOf: (record: SliceRecord) => SliceRecord | undefined,
): void {
  switch (event.kind) {
    case "start":
      state.size = event.round;
      notePosition(state, event.position);
      state.loop = undefined;
      break;
    case "loop":
      notePosition(state, event.loop);
      state.loop = event.loop;
      state.glimpse = undefined;
      break;
    case "glimpse":
      state.glimpse = event.glimpse;
      state.throughputs = [...state.throughputs, event.glimpse.throughput].slice(-mostGlimpses);
      break;
    case "slice":
      noteSlice(state, event.record, meanOf(event.record));
      break;
    case "failure":
      state.alarm = oneLine(`${event.record.series}: ${event.record.reason}`);
      break;
    case "disturbance":
      state.alarm = oneLine(event.reason);
      break;
    default:
  }
}

function notePosition(state: PanelState, position: StartPosition): void {
  const { round, group } = position;
  if (state.firstGroup?.round !== round) state.firstGroup = { round, group };
  state.position = position;
}

function noteSlice(state: PanelState, record: SliceRecord, told: SliceRecord | undefined): void {
  const [refusal] = record.refusals;
  if (refusal !== undefined) {
    state.refused += 1;
    state.alarm = oneLine(`${record.series}: ${refusal.reason}`);
  } else if (told !== undefined) {
    const text = oneLine(`${told.series} ${formatFigures(told).trim()}`);
    state.last = [text, ...state.last].slice(0, mostLast);
  }
}

function formatBar(
  { position }: PanelState,
  plan: Plan,
  label: string,
  countdown: Countdown,
): string {
  const share = countdown.share();
  const full = Math.round(share * barWidth);
  const bar = `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
  const round = `round ${position?.round ?? 1} of ${plan.rounds}`;
  const percent = `${Math.floor(share * 100)} %`;
  return `${label}  ${bar}  ${percent}   ${round}   ${formatLength(countdown.leftMs())} left`;
}

function formatNow(state: PanelState, plan: Plan): string {
  const { position, loop } = state;
  if (position === undefined) return "checking the load generator";
  if (loop === undefined) return `${oneLine(position.series)} starts${formatPlace(state, plan)}`;
  const turn = plan.durations.turns > 1 ? `, turn ${loop.turn} of ${plan.durations.turns}` : "";
  const among = loop.among > 1 ? `, in turns with ${loop.among - 1} others` : "";
  const what =
    loop.loop === "closed" ? `as fast as it can${turn}${among}` : `at the pace \`${loop.loop}\``;
  const again = loop.attempt > 1 ? `, once more (${loop.attempt})` : "";
  const load = plan.loads.length > 1 ? `, ${loop.load}` : "";
  return `${oneLine(loop.series)}${load}, ${what}${again}${formatPlace(state, plan)}`;
}

/** Which group of those of the round, or which start where each is by itself. */
function formatPlace({ position, firstGroup, size }: PanelState, { groupSize }: Plan): string {
  if (position === undefined || firstGroup === undefined || size === undefined) return "";
  const { starts, groups } = size;
  if (groupSize === 1) return ` (start ${position.position} of ${starts})`;
  return groups === 1 ? "" : ` (group ${position.group - firstGroup.group + 1} of ${groups})`;
}

function formatLive({ glimpse, throughputs }: PanelState): string {
  const line = formatSparkline(throughputs);
  if (glimpse === undefined) return line === "" ? "…" : `…  ${line}`;
  const p99 =
    glimpse.p99Us === undefined ? "warming up" : `P99 ${formatMicroseconds(glimpse.p99Us)}`;
  return `${formatCount(glimpse.throughput).padStart(7)} req/s  ${line.padEnd(mostGlimpses)}  ${p99}`;
}

/** `▂▅█`: values above 0 by the largest of them. */
function formatSparkline(values: readonly number[]): string {
  const highest = Math.max(...values);
  const steps = "▁▂▃▄▅▆▇█";
  return values
    .map((value) => steps[Math.min(7, Math.floor((value / (highest || 1)) * 8))] ?? "")
    .join("");
}

function formatRefused(count: number): string {
  return count === 0 ? "! " : `! ${count} refused, the last: `;
}
