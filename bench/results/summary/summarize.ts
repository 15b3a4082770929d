import { bytes, type RequestsPerSecond, requestsPerSecond } from "@rowbench/shared/contract";
import { type BlockFit, fitBlocks } from "../../statistics/blocks.ts";
import { type Comparisons, compareAll } from "../../statistics/comparison.ts";
import { observedDetectable } from "../../statistics/detectable.ts";
import { geometricMean } from "../../statistics/geometric-mean.ts";
import type { KindOf } from "../../statistics/kind-variances.ts";
import { rankIntervals, tieGroups } from "../../statistics/ranking.ts";
import type { Load } from "../records/load.ts";
import { noiseKindOf } from "../records/noise-kind.ts";
import type { ReadRecords } from "../records/read-records.ts";
import type { ExperimentHeader, ExperimentRecord } from "../records/records.ts";
import { type Series, seriesKey } from "../records/series.ts";
import { reasonsOf, slicesOf } from "../records/series-records.ts";
import { storeOf } from "../records/workload.ts";
import { comparePairs } from "./compare-pairs.ts";
import { disturbedSeries } from "./disturbed.ts";
import {
  countingSlices,
  type FigureName,
  figureNames,
  figureOfStarts,
  figures,
  type MeasuredStart,
  toObservation,
} from "./figures.ts";
import { latencyOfKinds, latencyOfPaces } from "./latency.ts";
import { limitOf } from "./limit.ts";
import { objectiveOf } from "./objective.ts";
import { outcomeOf } from "./outcome.ts";
import { unsteadyRounds } from "./steadiness.ts";
import type { ExperimentSummary, LoadSummary, SeriesSummary, Spread } from "./summary.ts";
import { trustOf } from "./trust.ts";

/** Computes the summary of an experiment; only finished rounds count. */
export function summarizeExperiment({ header, records, problems }: ReadRecords): ExperimentSummary {
  const finished = new Set(records.flatMap((one) => (one.kind === "round" ? [one.round] : [])));
  const counting = records.filter((one) => !("round" in one) || finished.has(one.round));
  const loads = header.plan.loads.map((load) => summarizeLoad(header, counting, load));
  const names = header.plan.loads.map(({ name }) => name);
  return {
    header,
    rounds: finished.size,
    loads,
    pairs:
      header.view.kind === "comparison" ? comparePairs(header.view.pairs, names, counting) : [],
    trust: trustOf(header, counting),
    outcome: outcomeOf(loads, counting),
    problems,
  };
}

function summarizeLoad(
  { plan }: ExperimentHeader,
  records: readonly ExperimentRecord[],
  load: Load,
): LoadSummary {
  const shown = plan.series.filter((one) => !plan.controls?.added.includes(seriesKey(one)));
  const keys = new Set(shown.map(seriesKey));
  const own = records.filter((one) => !("series" in one) || keys.has(one.series));
  const fits = fitFigures(own, load.name);
  const comparisons = compareFigures(fits, noiseKindOf(plan));
  const spreads = { throughput: spreadOf(fits.throughput), cpu: spreadOf(fits.cpuUsPerRequest) };
  const measured = shown.filter((one) => spreads.throughput.has(seriesKey(one)));
  const ranks = rankIntervals(comparisons.throughput ?? noPairs(measured.map(seriesKey)));
  const rate = records.find((one) => one.kind === "rate" && one.load === load.name);
  return {
    load,
    ...commonRateOf(load, rate),
    ...headroomOf(load, records),
    ranked: measured
      .map((one) => summarizeSeries(one, load, own, spreads, ranks))
      .toSorted((a, b) => b.throughput.value - a.throughput.value),
    refused: shown
      .filter((one) => !measured.includes(one))
      .map((series) => ({ key: seriesKey(series), series, reasons: reasonsOf(own, series, load) }))
      .filter(({ reasons }) => reasons.length > 0),
    disturbed: measured.length === 0 ? disturbedSeries(shown, own, load) : [],
    comparisons,
    ties: comparisons.throughput === undefined ? [] : tieGroups(comparisons.throughput),
    ...toldBy(comparisons.throughput),
  };
}

/** A figure of every start, and what the fit makes of it. */
interface FittedFigure {
  readonly starts: readonly MeasuredStart[];
  readonly fit: BlockFit;
}

type Fits = Readonly<Record<FigureName, FittedFigure>>;

function fitFigures(records: readonly ExperimentRecord[], load: string): Fits {
  const entries = figureNames.map((name) => {
    const starts = figureOfStarts(records, load, name);
    return [name, { starts, fit: fitBlocks(starts.map(toObservation)) }] as const;
  });
  return Object.fromEntries(entries) as Fits;
}

function compareFigures(
  fits: Fits,
  kindOf: KindOf,
): Readonly<Partial<Record<FigureName, Comparisons>>> {
  const entries = figureNames.flatMap((name) => {
    const { fit } = fits[name];
    const { better } = figures[name];
    return fit.series.length < 2 ? [] : [[name, compareAll(fit, { better, kindOf })] as const];
  });
  return Object.fromEntries(entries);
}

/** A lone series has its place, and nobody to be compared with. */
function noPairs(series: readonly string[]): Comparisons {
  return { series, pairs: [], between: () => undefined };
}

type Spreads = Readonly<Record<"throughput" | "cpu", ReadonlyMap<string, Spread>>>;

function spreadOf({ starts, fit }: FittedFigure): ReadonlyMap<string, Spread> {
  return new Map(
    fit.series.map((fitted) => {
      const own = starts.filter(({ series }) => series === fitted.name);
      const values = own.map(({ value }) => value);
      const byRound = Object.fromEntries(own.map(({ round, value }) => [round, value]));
      const spread = { low: Math.min(...values), high: Math.max(...values), byRound };
      return [fitted.name, { value: Math.exp(fitted.mean), ...spread }];
    }),
  );
}

const nothing: Spread = { value: Number.NaN, low: Number.NaN, high: Number.NaN, byRound: {} };

function summarizeSeries(
  series: Series,
  load: Load,
  records: readonly ExperimentRecord[],
  spreads: Spreads,
  ranks: ReturnType<typeof rankIntervals>,
): SeriesSummary {
  const key = seriesKey(series);
  const slices = slicesOf(records, key, load.name);
  const closed = countingSlices(slices, load.name, "closed");
  const throughput = spreads.throughput.get(key) ?? nothing;
  return {
    key,
    series,
    rank: ranks.get(key) ?? { best: 1, worst: ranks.size },
    rounds: new Set(closed.map(({ round }) => round)).size,
    throughput,
    cpuUsPerRequest: spreads.cpu.get(key) ?? nothing,
    rssBytes: bytes(geometricMean(closed.map(({ rssBytes }) => rssBytes))),
    ...optional("limit", limitOf(closed, storeOf(load.workload))),
    paces: latencyOfPaces(slices, load),
    kinds: latencyOfKinds(slices, load),
    ...optional("objective", objectiveOf(slices, load)),
    unsteadyRounds: unsteadyRounds(closed),
    repeats: slices.filter(({ attempt }) => attempt > 1).length,
    refusals: reasonsOf(records, series, load),
  };
}

/** A field that is left out where there is no value. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
}

function commonRateOf(
  { paces }: Load,
  settled: ExperimentRecord | undefined,
): { commonRate?: RequestsPerSecond } {
  const fixed = paces.flatMap((pace) => (pace.name === "common" ? [pace.rate] : []))[0];
  const rate = fixed ?? (settled?.kind === "rate" ? settled.rate : undefined);
  return optional("commonRate", rate === undefined ? undefined : requestsPerSecond(rate));
}

function headroomOf(
  { connections }: Load,
  records: readonly ExperimentRecord[],
): { headroom?: RequestsPerSecond } {
  // What it once reached it can reach.
  const tries = records.flatMap((one) =>
    one.kind === "headroom" && one.connections === connections ? [one.throughput] : [],
  );
  return optional("headroom", tries.toSorted((a, b) => b - a)[0]);
}

function toldBy(
  comparisons: Comparisons | undefined,
): Pick<LoadSummary, "toldRatio" | "toldRatioOfAll"> {
  const observed = comparisons && observedDetectable(comparisons);
  if (observed === undefined) return {};
  return { toldRatio: observed.typical, toldRatioOfAll: observed.largest };
}
