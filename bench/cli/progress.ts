import type { ExperimentEvent } from "../experiment/events.ts";
import { formatCount, formatLength, formatMicroseconds } from "../report/format.ts";
import type { Plan, SliceRecord, StartPosition } from "../results/records.ts";
import { summarizeHistogram } from "../statistics/histogram.ts";

/** Where progress is written: a terminal gets one rewritten line, anything else a line a step. */
export interface ProgressOutput {
  readonly isTerminal: boolean;
  write(text: string): void;
}

const newLine = "\r\x1b[2K";

/** Turns what measuring reports into a few words for the person who waits. */
export function createProgress(
  plan: Plan,
  output: ProgressOutput,
  now: () => number = () => performance.now(),
): (event: ExperimentEvent) => void {
  const remaining = createCountdown(plan, now);
  const line = (text: string) =>
    output.write(output.isTerminal ? `${newLine}${text}\n` : `${text}\n`);
  return (event) => {
    if (event.kind !== "start") {
      remaining.note(event);
      return line(formatEvent(event, plan, remaining.text()));
    }
    remaining.started(event.starts);
    if (!output.isTerminal) return;
    output.write(`${newLine}${formatPosition(event.position, plan)} …  ${remaining.text()} left`);
  };
}

/** How long it still takes, by the starts that are done. */
function createCountdown(plan: Plan, now: () => number) {
  const startTime = now();
  let startsInRound = plan.series.length;
  let done = 0;
  let roundsDone = 0;
  return {
    started: (starts: number) => {
      startsInRound = starts;
      done += 1;
    },
    note: (event: ExperimentEvent) => {
      if (event.kind === "round") roundsDone += 1;
    },
    text: () => {
      const all = startsInRound * (plan.rounds - roundsDone);
      const finished = Math.max(0, done - 1);
      const perStart = finished === 0 ? plan.estimate / (all || 1) : (now() - startTime) / finished;
      const byBudget = plan.budget - (now() - startTime);
      const inRound = Math.max(0, finished - roundsDone * startsInRound);
      return formatLength(Math.max(0, Math.min(perStart * (all - inRound), byBudget)));
    },
  };
}

function formatEvent(
  event: Exclude<ExperimentEvent, { kind: "start" }>,
  plan: Plan,
  left: string,
): string {
  switch (event.kind) {
    case "slice":
      return formatSlice(event.record, plan);
    case "failure": {
      const { stage, reason } = event.record;
      return `${formatPosition(event.record, plan)}  ${stage} failed: ${reason}`;
    }
    case "rate": {
      const { rate, load, slowest } = event.record;
      return `${load}: all are compared at ${formatCount(rate)}/s, 60 % of what ${slowest} carries`;
    }
    case "disturbance":
      return `this machine is disturbed, and has been for several slices: ${event.reason}`;
    case "round":
      return `round ${event.record.round}/${event.rounds} done, ${left} left`;
    case "early-end":
      return `ends early: ${event.reason}`;
  }
}

function formatSlice(record: SliceRecord, plan: Plan): string {
  const load = plan.loads.length > 1 ? `${record.load}  ` : "";
  const again = record.attempt > 1 ? `again (${record.attempt})  ` : "";
  const figures = `${formatFigures(record)}${formatRefusals(record)}`;
  return `${formatPosition(record, plan)}  ${load}${again}${figures}`;
}

function formatPosition({ round, series }: StartPosition, { rounds }: Plan): string {
  return `round ${round}/${rounds}  ${series.padEnd(20)}`;
}

function formatFigures({ loop, result }: SliceRecord): string {
  if (result.kind === "closed") return `${formatCount(result.throughput).padStart(7)} req/s`;
  const { p50Us, p99Us } = summarizeHistogram(result.latencyUs);
  return `${loop}: P50 ${formatMicroseconds(p50Us)}, P99 ${formatMicroseconds(p99Us)} at ${formatCount(result.offeredRate)}/s`;
}

function formatRefusals({ refusals }: SliceRecord): string {
  return refusals.length === 0
    ? ""
    : `  refused: ${refusals.map(({ reason }) => reason).join("; ")}`;
}
