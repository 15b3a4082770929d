import { requestsPerSecond } from "@rowbench/shared/contract";
import type { ExperimentEvent } from "../../experiment/events.ts";
import {
  formatCount,
  formatLength,
  formatMicroseconds,
  oneLine,
} from "../../report/text/format.ts";
import type { Plan, SliceRecord, StartPosition } from "../../results/records/records.ts";
import { geometricMean } from "../../statistics/geometric-mean.ts";
import { summarizeHistogram } from "../../statistics/histogram.ts";

/** Events that are told in any case. */
export type ToldEvent = Exclude<
  ExperimentEvent,
  { readonly kind: "start" | "loop" | "glimpse" | "slice" }
>;

/** What an event says, on one line. */
export function formatEvent(event: ToldEvent, plan: Plan, leftMs: number): string {
  return oneLine(textOf(event, plan, leftMs));
}

function textOf(event: ToldEvent, plan: Plan, leftMs: number): string {
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
      return `round ${event.record.round}/${event.rounds} done, ${formatLength(leftMs)} left`;
    case "early-end":
      return `ends early: ${event.reason}`;
  }
}

/** A slice with its place, its figures and why they do not count, on one line. */
export function formatSlice(record: SliceRecord, plan: Plan): string {
  const load = plan.loads.length > 1 ? `${record.load}  ` : "";
  const again = record.attempt > 1 ? `again (${record.attempt})  ` : "";
  const figures = `${formatFigures(record)}${formatRefusals(record)}`;
  return oneLine(`${formatPosition(record, plan)}  ${load}${again}${figures}`);
}

function formatPosition({ round, series }: StartPosition, { rounds }: Plan): string {
  return `round ${round}/${rounds}  ${series.padEnd(20)}`;
}

/** What a slice measured. */
export function formatFigures({ loop, result }: SliceRecord): string {
  if (result.kind === "closed") return `${formatCount(result.throughput).padStart(7)} req/s`;
  const { p50Us, p99Us } = summarizeHistogram(result.latencyUs);
  return `${loop}: P50 ${formatMicroseconds(p50Us)}, P99 ${formatMicroseconds(p99Us)} at ${formatCount(result.offeredRate)}/s`;
}

function formatRefusals({ refusals }: SliceRecord): string {
  return refusals.length === 0
    ? ""
    : `  refused: ${refusals.map(({ reason }) => reason).join("; ")}`;
}

/** Makes one record of a start's turns: the last of them with the mean of all. */
export interface TurnMeans {
  /** Undefined until the last turn of a start. An open loop and a refused slice are as they are. */
  note(record: SliceRecord): SliceRecord | undefined;
}

/** Starts that take turns are told once; refusals at once. */
export function createTurnMeans({ durations }: Plan): TurnMeans {
  const throughputs = new Map<string, number[]>();
  return {
    note: (record) => {
      const { loop, load, group, series, turn, refusals, result } = record;
      if (loop !== "closed" || refusals.length > 0) return record;
      const start = `${group} ${load} ${series}`;
      const own = [...(throughputs.get(start) ?? []), result.throughput];
      throughputs.set(start, own);
      if (turn < durations.turns) return undefined;
      throughputs.delete(start);
      const throughput = requestsPerSecond(geometricMean(own));
      return { ...record, result: { ...result, throughput } };
    },
  };
}
