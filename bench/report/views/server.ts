import type { UnavailableCell } from "../../results/records/records.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import type {
  ExperimentSummary,
  LoadSummary,
  RefusedSeries,
  SeriesSummary,
} from "../../results/summary/summary.ts";
import type { Comparison } from "../../statistics/comparison.ts";
import type { RatioInterval } from "../../statistics/verdict.ts";
import { shownSeries } from "../sentences/shown-series.ts";

/** What every framework is built on or stands beside, with nothing in between. */
export const baselineServer = "node-http";

/** One server of a ranking: what the people who make its framework would quote. */
export interface ServerDescription {
  readonly server: string;
  /** Name and version of its framework. */
  readonly framework: string;
  readonly loads: readonly ServerUnderLoad[];
  readonly unavailable: readonly UnavailableCell[];
}

/** The server under one load. */
export interface ServerUnderLoad {
  readonly load: LoadSummary;
  /** Of all cells, best throughput first. */
  readonly cells: readonly SeriesSummary[];
  readonly refused: readonly RefusedSeries[];
  /** The cell with the best throughput, and those of this server that cannot be told from it. */
  readonly best?: { readonly cell: SeriesSummary; readonly tied: readonly SeriesSummary[] };
  /** For each cell that has a counterpart of the baseline. */
  readonly costs: readonly CostAboveBaseline[];
}

/** A cell against the baseline under the same model, on the same runtime, with the same settings. */
export interface CostAboveBaseline {
  readonly cell: SeriesSummary;
  /** Throughput, this one / the baseline. */
  readonly throughput: Comparison;
  /** CPU time a request, this one / the baseline. */
  readonly cpuRatio?: Comparison;
  /** The same as a difference; the interval is that of the ratio. */
  readonly cpuUs?: DifferenceUs;
}

/** A difference in µs with its interval. */
export interface DifferenceUs {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** The servers that a run is about, by their names. */
export function serversOf({ header }: ExperimentSummary): readonly string[] {
  return [...new Set(shownSeries(header.plan).map(({ server }) => server))].sort();
}

/** What a ranking tells about one of its servers. */
export function describeServer(
  { header, loads }: ExperimentSummary,
  server: string,
): ServerDescription {
  return {
    server,
    framework: header.frameworks[server] ?? server,
    loads: loads.map((load) => underLoad(load, server)),
    unavailable: header.plan.unavailable.filter((cell) => cell.server === server),
  };
}

function underLoad(load: LoadSummary, server: string): ServerUnderLoad {
  const isOwn = ({ series }: { readonly series: Series }) => series.server === server;
  const cells = load.ranked.filter(isOwn);
  const [cell, ...others] = cells;
  const tied = others.filter((other) => cell !== undefined && areTied(load, cell, other));
  return {
    load,
    cells,
    refused: load.refused.filter(isOwn),
    ...(cell && { best: { cell, tied } }),
    costs: server === baselineServer ? [] : cells.flatMap((one) => costOf(load, one)),
  };
}

/** Neither of the two is surely ahead. */
function areTied({ comparisons }: LoadSummary, best: SeriesSummary, other: SeriesSummary): boolean {
  const verdict = comparisons.throughput?.between(other.key, best.key)?.verdict;
  return verdict !== "slower" && verdict !== "faster";
}

function costOf(load: LoadSummary, cell: SeriesSummary): readonly CostAboveBaseline[] {
  const counterpart = seriesKey({ ...cell.series, server: baselineServer });
  const base = load.ranked.find(({ key }) => key === counterpart);
  const throughput = load.comparisons.throughput?.between(cell.key, counterpart);
  if (base === undefined || throughput === undefined) return [];
  const cpuRatio = load.comparisons.cpuUsPerRequest?.between(cell.key, counterpart);
  const cpuUs = cpuRatio && differenceOf(cpuRatio, base.cpuUsPerRequest.value);
  return [{ cell, throughput, ...(cpuRatio && { cpuRatio }), ...(cpuUs && { cpuUs }) }];
}

function differenceOf({ ratio, low, high }: RatioInterval, baseUs: number): DifferenceUs {
  const above = (factor: number) => (factor - 1) * baseUs;
  return { difference: above(ratio), low: above(low), high: above(high) };
}
