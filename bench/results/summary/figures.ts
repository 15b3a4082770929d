import type { OpenLoopResult } from "../../load/index.ts";
import type { Observation } from "../../statistics/blocks.ts";
import { summarizeHistogram } from "../../statistics/histogram.ts";
import { type StartFigure, startFigures } from "../../statistics/turns.ts";
import type { LoopName } from "../records/load.ts";
import type { ExperimentRecord, SliceRecord } from "../records/records.ts";
import { isSaturated } from "./saturation.ts";

/** What series are compared by. */
interface Figure {
  readonly better: "higher" | "lower";
  readonly loop: LoopName;
  /** Of one slice; undefined where it has none. */
  read(record: SliceRecord): number | undefined;
}

/**
 * Samples that must lie beyond a percentile before it is shown: with fewer its value is that of a
 * handful of requests.
 */
export const samplesBeyond = 100;

/** Every figure that is compared: req/s, µs of CPU time a request, and µs of latency. */
export const figures = {
  throughput: {
    better: "higher",
    loop: "closed",
    read: ({ result }) => positive(result.throughput),
  },
  cpuUsPerRequest: {
    better: "lower",
    loop: "closed",
    read: ({ serverCpuUs, result }) => positive(serverCpuUs / result.answers),
  },
  p50Us: { better: "lower", loop: "common", read: ({ result }) => percentile(result, 50) },
  p99Us: { better: "lower", loop: "common", read: ({ result }) => percentile(result, 99) },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;
export const figureNames = Object.keys(figures) as readonly FigureName[];

/** A figure of one start. */
export interface MeasuredStart extends StartFigure {
  readonly round: number;
}

/** A figure of every start under one load that has turns which count. */
export function figureOfStarts(
  records: readonly ExperimentRecord[],
  load: string,
  name: FigureName,
): readonly MeasuredStart[] {
  const { loop, read }: Figure = figures[name];
  const slices = countingSlices(records, load, loop);
  const roundOf = new Map(slices.map(({ group, round }) => [group, round]));
  const ofTurns = slices.flatMap((record) => {
    const { series, group, turn } = record;
    const value = read(record);
    return value === undefined ? [] : [{ series, group, turn, value }];
  });
  return startFigures(ofTurns).map((start) => ({
    ...start,
    round: roundOf.get(start.group) ?? start.group,
  }));
}

/** As the statistics take it: what they call a round is a group, whose starts shared its minutes. */
export function toObservation({ series, group: round, value }: StartFigure): Observation {
  return { series, round, value };
}

/** All of them under one load. */
export function observationsOf(
  records: readonly ExperimentRecord[],
  load: string,
  name: FigureName,
): readonly Observation[] {
  return figureOfStarts(records, load, name).map(toObservation);
}

/** The slices of one loop of a load whose figures may be used. */
export function countingSlices(
  records: readonly ExperimentRecord[],
  load: string,
  loop: LoopName,
): readonly SliceRecord[] {
  return records.filter(
    (record) =>
      record.kind === "slice" &&
      record.load === load &&
      record.loop === loop &&
      record.refusals.length === 0,
  ) as readonly SliceRecord[];
}

/** A percentile of an open loop's latency in µs; undefined with too few samples beyond it. */
export function percentile(result: SliceRecord["result"], percent: 50 | 99): number | undefined {
  // A queue that grows has no latency of its own.
  if (result.kind !== "open" || isSaturated(result)) return undefined;
  return percentileOfLatency(result.latencyUs, percent);
}

/** The same of any histogram of latencies. */
export function percentileOfLatency(
  histogram: OpenLoopResult["latencyUs"],
  percent: 50 | 99,
): number | undefined {
  const { count, p50Us, p99Us } = summarizeHistogram(histogram);
  if (count * (1 - percent / 100) < samplesBeyond) return undefined;
  return positive(percent === 50 ? p50Us : p99Us);
}

/** Figures are compared by their logarithms. */
function positive(value: number): number | undefined {
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
