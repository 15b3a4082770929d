import {
  type Bytes,
  bytes,
  type Microseconds,
  microseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import { mergeHistograms, summarizeHistogram } from "../load/histogram.ts";
import type { FailureRecord, RunHeader, RunRecord, SliceRecord } from "../measure/records.ts";
import type { Plan, PlannedCell, UnavailableCell } from "../plan/plan.ts";
import { geometricMean } from "./geometric-mean.ts";
import { type RankInterval, rankIntervals } from "./rank.ts";

/**
 * One workload of a run as reports show it: computed from the lines of `samples.ndjson` and from
 * nothing else.
 */
export interface RunSummary {
  readonly header: RunHeader;
  /** Its name. */
  readonly workload: string;
  /** Rounds that were finished; an unfinished one counts nothing. */
  readonly rounds: number;
  /** Best throughput first. */
  readonly ranked: readonly RankedCell[];
  readonly refused: readonly RefusedCell[];
  readonly unavailable: readonly UnavailableCell[];
  readonly disturbance: Disturbance;
}

/** What disturbed the slices that count. */
export interface Disturbance {
  /** P99 of the generator's own lag over all of them, which latencies contain. */
  readonly generatorLagP99Us: Microseconds;
  /** Share of the processors' time that other programs took in the worst slice, 0 to 1. */
  readonly others: number;
  /** Share that the hypervisor gave to other machines in the worst slice, 0 to 1. */
  readonly steal: number;
  /** Why PostgreSQL's count of queries was not available; absent where it was. */
  readonly queriesUnchecked?: string;
}

/** A cell with figures. */
export interface RankedCell extends PlannedCell {
  readonly rank: RankInterval;
  /** Rounds whose closed-loop slice counts. */
  readonly rounds: number;
  readonly throughput: Spread<RequestsPerSecond>;
  /** The same by round. */
  readonly throughputByRound: Readonly<Record<number, RequestsPerSecond>>;
  readonly latency: Latency;
  /** Of each kind of request of a mix, at the common rate; empty where there is only one. */
  readonly classes: readonly ClassLatency[];
  readonly cpuPerRequest: Microseconds;
  readonly rss: Bytes;
  /** Reasons why rounds or slices of this cell do not count. */
  readonly refusals: readonly string[];
}

/** Latency of one kind of request of a mix. */
export interface ClassLatency {
  readonly name: string;
  readonly latency: Latency;
}

/** A cell of which no round counts. */
export interface RefusedCell extends PlannedCell {
  readonly reasons: readonly string[];
}

/** Geometric mean over rounds, with the lowest and the highest round. */
export interface Spread<Unit extends number> {
  readonly mean: Unit;
  readonly low: Unit;
  readonly high: Unit;
}

/** Latency at the common rate, all rounds together. A percentile needs enough samples beyond it. */
export type Latency =
  | {
      readonly kind: "measured";
      readonly samples: number;
      readonly p50Us?: Microseconds;
      readonly p99Us?: Microseconds;
    }
  /** The rate is more than the cell can carry, or than 85 % of it: a queue, not a latency. */
  | { readonly kind: "saturated" }
  | { readonly kind: "refused" }
  /** Batches have no times of their own at which they should be sent. */
  | { readonly kind: "unmeasured" };

/** Samples that must lie beyond a percentile before it is shown. */
const samplesBeyond = 100;
/** At a rate above this share of its throughput a cell is called saturated. */
const carriedShare = 0.85;

/** Computes the summary of each workload of a run, in their order; only finished rounds count. */
export function summarize(records: readonly RunRecord[]): readonly RunSummary[] {
  const [header] = records;
  if (header?.kind !== "run") throw new Error("the first record must describe the run");
  return header.plan.workloads.map(({ name }) => summarizeWorkload(header, records, name));
}

function summarizeWorkload(
  header: RunHeader,
  records: readonly RunRecord[],
  workload: string,
): RunSummary {
  const finished = new Set(
    records.flatMap((record) => (record.kind === "round" ? [record.round] : [])),
  );
  const starts = records.filter(
    (record) =>
      (record.kind === "failure" || (record.kind === "slice" && record.workload === workload)) &&
      finished.has(record.round),
  ) as readonly (SliceRecord | FailureRecord)[];
  const cells = header.plan.cells.map((cell) => collect(cell, starts));
  const measured = cells.filter(({ closed }) => closed.length > 0);
  return {
    header,
    workload,
    rounds: finished.size,
    ranked: rankCells(measured, header),
    refused: cells
      .filter(({ closed, refusals }) => closed.length === 0 && refusals.length > 0)
      .map(({ cell, refusals }) => ({ ...cell, reasons: refusals })),
    unavailable: header.plan.unavailable,
    disturbance: disturbanceOf(cells.flatMap(({ closed, open }) => [...closed, ...open])),
  };
}

function disturbanceOf(slices: readonly SliceRecord[]): Disturbance {
  const lags = slices.flatMap(({ load }) => (load.kind === "open" ? [load.lagUs.generator] : []));
  const [unchecked] = slices.flatMap(({ rowQueries }) =>
    typeof rowQueries === "number" ? [] : [rowQueries.unavailable],
  );
  return {
    ...(unchecked === undefined ? {} : { queriesUnchecked: unchecked }),
    generatorLagP99Us: summarizeHistogram(mergeHistograms(lags)).p99Us,
    others: Math.max(0, ...slices.map(({ cpuShares }) => cpuShares?.others ?? 0)),
    steal: Math.max(0, ...slices.map(({ cpuShares }) => cpuShares?.steal ?? 0)),
  };
}

/** What a run has of one cell. */
interface CellRecords {
  readonly cell: PlannedCell;
  /** Whether a slice at the common rate fell behind it. */
  readonly saturated: boolean;
  readonly closed: readonly SliceRecord[];
  readonly open: readonly SliceRecord[];
  readonly refusals: readonly string[];
}

function collect(
  cell: PlannedCell,
  records: readonly (SliceRecord | FailureRecord)[],
): CellRecords {
  const own = records.filter(({ server, model }) => server === cell.server && model === cell.model);
  const slices = own.filter((record) => record.kind === "slice");
  const counting = slices.filter(({ refusals }) => refusals.length === 0);
  return {
    cell,
    saturated: slices.some(({ refusals }) => refusals.some(({ gate }) => gate === "saturation")),
    closed: counting.filter(({ slice }) => slice === "closed"),
    open: counting.filter(({ slice }) => slice === "open"),
    refusals: own.flatMap(reasonsOf),
  };
}

function reasonsOf(record: SliceRecord | FailureRecord): readonly string[] {
  if (record.kind === "failure")
    return [`round ${record.round}, ${record.stage}: ${record.reason}`];
  return record.refusals.map(
    ({ reason }) => `round ${record.round}, ${record.slice} loop: ${reason}`,
  );
}

function rankCells(cells: readonly CellRecords[], { plan }: RunHeader): readonly RankedCell[] {
  const intervals = rankIntervals(cells.map(({ closed }) => throughputByRound(closed)));
  return cells
    .map((cell, index) => rankedCell(cell, intervals[index] as RankInterval, plan))
    .sort((a, b) => b.throughput.mean - a.throughput.mean);
}

function throughputByRound(closed: readonly SliceRecord[]): ReadonlyMap<number, RequestsPerSecond> {
  return new Map(closed.map(({ round, load }) => [round, load.throughput]));
}

function rankedCell(
  { cell, saturated, closed, open, refusals }: CellRecords,
  rank: RankInterval,
  { rate, options }: Plan,
): RankedCell {
  const throughput = spreadOf(closed.map(({ load }) => load.throughput));
  const isQueue = saturated || rate > carriedShare * throughput.mean;
  const cpu = closed.map(
    ({ serverCpuUs, load }) => serverCpuUs / (load.correct + load.lateCorrect),
  );
  const paced: Latency = isQueue ? { kind: "saturated" } : latencyOf(latenciesOf(open));
  const isPaced = options.pipeline === 1;
  return {
    ...cell,
    rank,
    rounds: closed.length,
    throughput,
    throughputByRound: Object.fromEntries(throughputByRound(closed)),
    latency: isPaced ? paced : { kind: "unmeasured" },
    classes: isQueue ? [] : classesOf(open),
    cpuPerRequest: microseconds(geometricMean(cpu)),
    rss: bytes(geometricMean(closed.map(({ rssBytes }) => rssBytes))),
    refusals,
  };
}

function latenciesOf(open: readonly SliceRecord[]): readonly string[] {
  return open.flatMap(({ load }) => (load.kind === "open" ? [load.latencyUs] : []));
}

function classesOf(open: readonly SliceRecord[]): readonly ClassLatency[] {
  const all = open.flatMap(({ load }) => load.classes ?? []);
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((figures) => figures.name === name);
    return { name, latency: latencyOf(own.map(({ latencyUs }) => latencyUs)) };
  });
}

function latencyOf(histograms: readonly string[]): Latency {
  if (histograms.length === 0) return { kind: "refused" };
  const { count, p50Us, p99Us } = summarizeHistogram(mergeHistograms(histograms));
  return {
    kind: "measured",
    samples: count,
    ...(count * 0.5 >= samplesBeyond ? { p50Us } : {}),
    ...(count * 0.01 >= samplesBeyond ? { p99Us } : {}),
  };
}

function spreadOf(values: readonly RequestsPerSecond[]): Spread<RequestsPerSecond> {
  return {
    mean: requestsPerSecond(geometricMean(values)),
    low: requestsPerSecond(Math.min(...values)),
    high: requestsPerSecond(Math.max(...values)),
  };
}
