import { requestsPerSecond } from "@rowbench/shared/contract";
import type { ExperimentEvent } from "../experiment/events.ts";
import { formatCount, formatLength, formatMicroseconds } from "../report/format.ts";
import type { Plan, SliceRecord, StartPosition } from "../results/records.ts";
import { geometricMean } from "../statistics/geometric-mean.ts";
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
  const turns = createTurns(plan);
  const line = (text: string) =>
    output.write(output.isTerminal ? `${newLine}${text}\n` : `${text}\n`);
  const show = (position: StartPosition) => {
    if (!output.isTerminal) return;
    output.write(`${newLine}${formatPosition(position, plan)} …  ${remaining.text()} left`);
  };
  return (event) => {
    remaining.note(event);
    if (event.kind === "start") return show(event.position);
    if (event.kind !== "slice") return line(formatEvent(event, plan, remaining.text()));
    const text = turns.textOf(event.record);
    return text === undefined ? show(event.record) : line(text);
  };
}

/** Starts that take turns have one line each, after the last of them; refusals are said at once. */
function createTurns(plan: Plan) {
  const throughputs = new Map<string, number[]>();
  return {
    textOf: (record: SliceRecord): string | undefined => {
      const { loop, load, group, series, turn, refusals, result } = record;
      if (loop !== "closed" || refusals.length > 0) return formatSlice(record, plan);
      const start = `${group} ${load} ${series}`;
      const own = [...(throughputs.get(start) ?? []), result.throughput];
      throughputs.set(start, own);
      if (turn < plan.durations.turns) return undefined;
      throughputs.delete(start);
      const throughput = requestsPerSecond(geometricMean(own));
      return formatSlice({ ...record, result: { ...result, throughput } }, plan);
    },
  };
}

/** How long it still takes, by the closed loops that are done. */
function createCountdown(plan: Plan, now: () => number) {
  const startTime = now();
  const slicesOfStart = plan.loads.length * plan.durations.turns;
  let startsInRound = plan.series.length;
  let done = 0;
  let doneInRound = 0;
  let roundsDone = 0;
  return {
    note: (event: ExperimentEvent) => {
      if (event.kind === "start") startsInRound = event.starts;
      if (event.kind === "round") {
        roundsDone += 1;
        doneInRound = 0;
      }
      if (event.kind !== "slice" || event.record.loop !== "closed") return;
      if (event.record.attempt > 1) return;
      done += 1;
      doneInRound += 1;
    },
    text: () => {
      const perRound = startsInRound * slicesOfStart;
      const left = perRound * (plan.rounds - roundsDone) - doneInRound;
      const all = perRound * plan.rounds;
      const perSlice = done === 0 ? plan.estimate / (all || 1) : (now() - startTime) / done;
      const byBudget = plan.budget - (now() - startTime);
      return formatLength(Math.max(0, Math.min(perSlice * left, byBudget)));
    },
  };
}

function formatEvent(
  event: Exclude<ExperimentEvent, { kind: "start" | "slice" }>,
  plan: Plan,
  left: string,
): string {
  switch (event.kind) {
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
