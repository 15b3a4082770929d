import type { Bytes, Microseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import type { Comparisons } from "../../statistics/comparison.ts";
import type { RankInterval } from "../../statistics/ranking.ts";
import type { RatioInterval } from "../../statistics/verdict.ts";
import type { Load, PaceName } from "../records/load.ts";
import type { ExperimentHeader } from "../records/records.ts";
import type { Series } from "../records/series.ts";
import type { PairSummary } from "./compare-pairs.ts";
import type { FigureName } from "./figures.ts";
import type { Limit } from "./limit.ts";

/**
 * An experiment as reports show it: computed from the lines of `samples.ndjson` and from nothing
 * else. Keys carry their units.
 */
export interface ExperimentSummary {
  readonly header: ExperimentHeader;
  /** Rounds that were finished; an unfinished one counts nothing. */
  readonly rounds: number;
  readonly loads: readonly LoadSummary[];
  /** Of a comparison: its pairs under each load; empty for all other views. */
  readonly pairs: readonly PairSummary[];
  readonly trust: Trust;
  /** A table; or answers were wrong; or there is nothing to show. */
  readonly outcome: "table" | "wrong answers" | "nothing measured";
  /** What of the samples could not be read. */
  readonly problems: readonly string[];
}

/** Every series under one load. */
export interface LoadSummary {
  readonly load: Load;
  /** Of the pace `common`; absent before the pilot round is over. */
  readonly commonRate?: RequestsPerSecond;
  /** What the generator reaches with as many connections against a server that does nothing. */
  readonly headroom?: RequestsPerSecond;
  /** Best throughput first. */
  readonly ranked: readonly SeriesSummary[];
  readonly refused: readonly RefusedSeries[];
  /** Where nothing is ranked: what was answered while the machine was disturbed. */
  readonly disturbed: readonly DisturbedSeries[];
  /** All pairs of series that have the figure; absent where fewer than two have it. */
  readonly comparisons: Readonly<Partial<Record<FigureName, Comparisons>>>;
  /** Keys of series that nobody can tell apart by throughput: maximal groups, best first. */
  readonly ties: readonly (readonly string[])[];
  /**
   * Two series whose throughputs differ by this ratio are told apart: half of all pairs from here
   * on, and every pair from `toldRatioOfAll` on. Absent with fewer than two.
   */
  readonly toldRatio?: number;
  readonly toldRatioOfAll?: number;
}

/** A series with figures. */
export interface SeriesSummary {
  readonly key: string;
  readonly series: Series;
  readonly rank: RankInterval;
  /** Rounds whose closed loop counts. */
  readonly rounds: number;
  readonly throughput: Spread;
  readonly cpuUsPerRequest: Spread;
  readonly rssBytes: Bytes;
  /** Absent where the system does not tell. */
  readonly limit?: Limit;
  readonly paces: Readonly<Partial<Record<PaceName, PaceSummary>>>;
  /** Of each kind of request of a workload of several, at the common rate. */
  readonly kinds: readonly KindSummary[];
  /** The highest rate that meets the objective; absent where it was not looked for. */
  readonly objective?: ObjectiveSummary;
  /** Rounds in which it was not steady: still rising after the warm-up, or shifting within it. */
  readonly unsteadyRounds: number;
  /** Slices that were measured again because the machine was disturbed. */
  readonly repeats: number;
  /** Reasons why rounds or slices of it do not count. */
  readonly refusals: readonly string[];
}

/** A series of which no round counts. */
export interface RefusedSeries {
  readonly key: string;
  readonly series: Series;
  readonly reasons: readonly string[];
}

/** A series of which no round counts, because of the machine alone. Nothing is concluded from it. */
export interface DisturbedSeries {
  readonly key: string;
  readonly series: Series;
  readonly throughput: Spread;
  /** Of the processors' time, what other programs and the hypervisor took; of each closed loop. */
  readonly takenShares: readonly number[];
}

/** A figure over rounds. */
export interface Spread {
  /** Geometric mean, as though it had been there in every round. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly byRound: Readonly<Record<number, number>>;
}

/** Latency at one pace. */
export type PaceSummary =
  | {
      readonly kind: "measured";
      /** Offered, the geometric mean over rounds. */
      readonly rate: RequestsPerSecond;
      readonly p50Us?: PercentileSummary;
      readonly p99Us?: PercentileSummary;
    }
  /** The backlog grew to the end in most rounds: a queue, not a latency. */
  | { readonly kind: "saturated"; readonly rate: RequestsPerSecond }
  | { readonly kind: "refused" };

/** A percentile of each round, never of all rounds together: one stall would be all of it. */
export interface PercentileSummary {
  readonly medianUs: Microseconds;
  readonly lowUs: Microseconds;
  readonly highUs: Microseconds;
  /** The same median without the generator's own lag. */
  readonly withoutLagUs: Microseconds;
  readonly byRound: Readonly<Record<number, number>>;
}

/** Latency of one kind of request. */
export interface KindSummary {
  readonly name: string;
  readonly p50Us?: PercentileSummary;
  readonly p99Us?: PercentileSummary;
}

/** The highest rate at which P99 stays within the limit, between what passed and what did not. */
export interface ObjectiveSummary {
  readonly p99LimitUs: Microseconds;
  readonly rate: RequestsPerSecond;
  /** The highest rate below which nothing missed, and the lowest above which nothing passed. */
  readonly low: RequestsPerSecond;
  readonly high: RequestsPerSecond;
}

/** Whether a run may be believed, and why. */
export interface Trust {
  /** A control that failed makes all of it untrusted. */
  readonly kind: "trusted" | "untrusted" | "without controls";
  /** What the controls found, a sentence each. */
  readonly controls: readonly string[];
  /** Slices that were refused, by gate. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly slices: number;
  readonly repeats: number;
  /** The largest share of the processors that other programs and the hypervisor took in a slice. */
  readonly foreignShare: number;
  readonly stealShare: number;
  /** P99 of the generator's own lag over all open loops that count. */
  readonly generatorLagP99Us: Microseconds;
  /** Second half of what counts of a start / first half; absent where there were too few groups. */
  readonly warming?: RatioInterval;
  /** Why PostgreSQL's count of queries could not be compared; absent where it was. */
  readonly queriesUnchecked?: string;
}
