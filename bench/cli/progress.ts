import { summarizeHistogram } from "../load/index.ts";
import type { MeasureEvent } from "../measure/events.ts";
import type { SliceRecord, StartPosition } from "../measure/records.ts";
import type { Plan } from "../plan/plan.ts";
import { formatCount, formatMicroseconds } from "../report/columns.ts";

/** Where progress is written: a terminal gets one rewritten line, anything else a line a step. */
export interface ProgressOutput {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** Turns what measuring reports into a few words for the person who waits. */
export function createProgress(
  plan: Plan,
  output: ProgressOutput,
  now: () => number = () => performance.now(),
): (event: MeasureEvent) => void {
  const starts = plan.order.length * plan.cells.length;
  const startTime = now();
  const lastSlice = plan.options.pipeline > 1 ? "closed" : "open";
  let finished = 0;
  const remaining = () => {
    const perStart = finished === 0 ? plan.estimate / starts : (now() - startTime) / finished;
    return formatLength(perStart * (starts - finished));
  };
  const line = (text: string) =>
    output.write(output.isTerminal ? `\r\x1b[2K${text}\n` : `${text}\n`);
  return (event) => {
    if (event.kind === "start" && output.isTerminal) {
      const { round, server, model } = event.position;
      const rounds = `round ${round}/${plan.order.length}`;
      output.write(`\r\x1b[2K${rounds}  ${server}/${model} …  ${remaining()} left`);
    }
    if (event.kind === "slice") line(formatSlice(event.record, plan));
    if (event.kind === "failure")
      line(
        `${formatPosition(event.record, plan)}  ${event.record.stage} failed: ${event.record.reason}`,
      );
    if (event.kind === "early-end") line(`ends early: ${event.reason}`);
    if (event.kind === "round")
      line(`round ${event.record.round}/${event.rounds} done, ${remaining()} left`);
    if (event.kind === "failure") finished += 1;
    if (event.kind === "slice" && event.record.slice === lastSlice)
      finished += 1 / plan.workloads.length;
  };
}

function formatSlice(record: SliceRecord, plan: Plan): string {
  const workload = plan.workloads.length > 1 ? `${record.workload}  ` : "";
  const figures = `${formatFigures(record)}${formatRefusals(record)}`;
  return `${formatPosition(record, plan)}  ${workload}${figures}`;
}

function formatPosition({ round, server, model }: StartPosition, { order }: Plan): string {
  return `round ${round}/${order.length}  ${`${server}/${model}`.padEnd(20)}`;
}

function formatFigures({ load }: SliceRecord): string {
  if (load.kind === "closed") return `${formatCount(load.throughput).padStart(7)} req/s`;
  const { p50Us, p99Us } = summarizeHistogram(load.latencyUs);
  return `P50 ${formatMicroseconds(p50Us)}, P99 ${formatMicroseconds(p99Us)} at ${formatCount(load.offeredRate)}/s`;
}

function formatRefusals({ refusals }: SliceRecord): string {
  return refusals.length === 0
    ? ""
    : `  refused: ${refusals.map(({ reason }) => reason).join("; ")}`;
}

/** `48 s` or `9 min 30 s`. */
export function formatLength(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}
