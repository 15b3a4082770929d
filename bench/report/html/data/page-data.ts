/**
 * What the charts of a page are drawn from: the figures of a summary in the units that they are
 * shown in, and nothing that a chart would have to compute. It travels as JSON, which has no
 * Infinity: an end that nothing limits is null.
 */
export interface PageData {
  readonly series: readonly SeriesData[];
  readonly metrics: readonly MetricData[];
  readonly loads: readonly LoadData[];
  /** Of a sweep: what its places are. */
  readonly axis?: AxisData;
  /** Of comparisons and of exchanged parts: ratios that are the answer themselves. */
  readonly ratios?: RatioChartData;
  readonly unavailable: readonly UnavailableData[];
}

/** A series; elsewhere it is named by its place in the list. */
export interface SeriesData {
  readonly label: string;
  readonly server: string;
  readonly model: string;
  /** Its line and column in a table of servers by models. */
  readonly row: string;
  readonly column: string;
  /** Where it lies on the axis of a sweep over a setting of one cell. */
  readonly place?: number;
}

export const metricNames = ["throughput", "p99", "cpu", "memory", "objective"] as const;
export type MetricName = (typeof metricNames)[number];

/** What series are ordered by. */
export interface MetricData {
  readonly name: MetricName;
  readonly title: string;
  readonly unit: string;
  readonly better: "higher" | "lower";
  /** What a dot and the marks around it stand for. */
  readonly meaning: string;
  /** What somebody who is surely ahead, or behind, is called. */
  readonly ahead: string;
  readonly behind: string;
}

/** All that was measured under one load. */
export interface LoadData {
  readonly name: string;
  readonly connections: number;
  /** Where it lies on the axis of a sweep over loads. */
  readonly place?: number;
  /** What its curves have in common where a sweep has an axis for each of several conditions. */
  readonly panel?: string;
  /** Offered to all in open loop, requests/s. */
  readonly commonRate?: number;
  readonly figures: Readonly<Record<MetricName, FigureData>>;
  readonly spectra: readonly SpectrumData[];
  readonly kinds: readonly KindData[];
}

/** One metric of all series under a load. */
export interface FigureData {
  /** Best first. */
  readonly cells: readonly CellData[];
  readonly missing: readonly MissingData[];
  /** The first beside the second of each two, by intervals that hold for all pairs at once. */
  readonly pairs: readonly PairData[];
  /** Series that nobody can tell apart: maximal groups. */
  readonly ties: readonly (readonly number[])[];
}

/** A figure of one series. */
export interface CellData {
  readonly series: number;
  readonly value: number;
  /** Lowest and highest round; for the rate of an objective, what it lies between. */
  readonly low?: number;
  readonly high?: number;
  readonly byRound: readonly (readonly [round: number, value: number])[];
  /** The places that are possible. */
  readonly rank?: readonly [best: number, worst: number];
}

/** A series without a figure, and why. */
export interface MissingData {
  readonly series: number;
  readonly reason: string;
}

export type PairData = readonly [
  a: number,
  b: number,
  ratio: number,
  low: number,
  high: number | null,
  verdict: string,
];

/** The latency that so many of 1 / `beyond` requests exceed. */
export interface SpectrumData {
  readonly series: number;
  readonly samples: number;
  readonly points: readonly (readonly [beyond: number, ms: number])[];
}

/** Latency in ms of one kind of request: the median of the rounds with the lowest and highest. */
export interface KindData {
  readonly series: number;
  readonly kind: string;
  readonly percentile: "P50" | "P99";
  readonly ms: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** What a sweep goes through, and where the order of two series turns on it. */
export interface AxisData {
  readonly title: string;
  readonly unit: string;
  readonly crossings: readonly CrossingData[];
}

/** By throughput; between the last place where `ahead` leads and the first where it does not. */
export interface CrossingData {
  readonly ahead: number;
  readonly behind: number;
  readonly between: readonly [number, number];
  readonly near: number;
}

/** Ratios with their intervals. */
export interface RatioChartData {
  /** Whether they are all that was to be compared, each pair by itself. */
  readonly isNamedPairs: boolean;
  readonly title: string;
  readonly meaning: string;
  readonly rows: readonly RatioData[];
}

/** One line of them. */
export interface RatioData {
  readonly group: string;
  readonly label: string;
  readonly load: string;
  readonly ratio: number;
  readonly low: number;
  readonly high: number | null;
  readonly verdict: string;
}

/** A cell that this machine or its model cannot run. */
export interface UnavailableData {
  readonly server: string;
  readonly model: string;
  readonly reason: string;
}
