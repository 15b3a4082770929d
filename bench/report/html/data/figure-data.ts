import type { LoadSummary } from "../../../results/summary/summary.ts";
import type { Comparisons } from "../../../statistics/comparison.ts";
import { type RankInterval, rankIntervals, tieGroups } from "../../../statistics/ranking.ts";
import { metrics } from "./metrics.ts";
import type { CellData, FigureData, MetricName, MissingData, PairData } from "./page-data.ts";
import { rounded, roundedEnd } from "./rounded.ts";

/** The place of each series in the page's list, by its key. */
export type Places = ReadonlyMap<string, number>;

/** One metric under one load, with the comparisons that the summary has of it. */
export function figureData(load: LoadSummary, name: MetricName, places: Places): FigureData {
  const { figure } = metrics[name];
  const comparisons = figure && load.comparisons[figure];
  const { cells, missing } = readCells(load, name, places, comparisons);
  return {
    cells: inOrder(cells, name),
    missing: [...missing, ...refusedIn(load, places)],
    pairs: comparisons === undefined ? [] : pairsOf(comparisons, places),
    ties: comparisons === undefined ? [] : tiesOf(load, comparisons, name, places),
  };
}

function readCells(
  { ranked }: LoadSummary,
  name: MetricName,
  places: Places,
  comparisons: Comparisons | undefined,
): Pick<FigureData, "cells" | "missing"> {
  const ranks = comparisons === undefined ? undefined : rankIntervals(comparisons);
  const cells: CellData[] = [];
  const missing: MissingData[] = [];
  for (const one of ranked) {
    const series = places.get(one.key);
    if (series === undefined) continue;
    const value = metrics[name].read(one);
    if (value.kind === "missing") {
      missing.push({ series, reason: value.reason });
      continue;
    }
    const { kind: _, ...figure } = value;
    cells.push({ series, ...figure, ...rankOf(ranks?.get(one.key)) });
  }
  return { cells, missing };
}

function rankOf(rank: RankInterval | undefined): Pick<CellData, "rank"> {
  return rank === undefined ? {} : { rank: [rank.best, rank.worst] };
}

function inOrder(cells: readonly CellData[], name: MetricName): readonly CellData[] {
  const sign = metrics[name].better === "higher" ? -1 : 1;
  return cells.toSorted((a, b) => sign * (a.value - b.value));
}

function refusedIn({ refused, disturbed }: LoadSummary, places: Places): readonly MissingData[] {
  const reasons = [
    ...refused.map(({ key, reasons }) => ({ key, reason: `refused: ${reasons.join("; ")}` })),
    ...disturbed.map(({ key }) => ({ key, reason: "disturbed by other programs" })),
  ];
  return [...new Map(reasons.map((one) => [one.key, one])).values()].flatMap(({ key, reason }) => {
    const series = places.get(key);
    return series === undefined ? [] : [{ series, reason }];
  });
}

function pairsOf({ pairs }: Comparisons, places: Places): readonly PairData[] {
  return pairs.flatMap(({ a, b, ratio, low, high, verdict }): PairData[] => {
    const [first, second] = [places.get(a), places.get(b)];
    if (first === undefined || second === undefined) return [];
    return [[first, second, rounded(ratio), rounded(low), roundedEnd(high), verdict]];
  });
}

/** Of throughput the summary has them already. */
function tiesOf(
  { ties }: LoadSummary,
  comparisons: Comparisons,
  name: MetricName,
  places: Places,
): FigureData["ties"] {
  const groups = name === "throughput" ? ties : tieGroups(comparisons);
  return groups
    .filter((keys) => keys.length > 1)
    .map((keys) => keys.flatMap((key) => places.get(key) ?? []));
}
