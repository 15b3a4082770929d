import type { Plan } from "../../results/records/records.ts";
import type { FigureName } from "../../results/summary/figures.ts";
import type { LoadSummary } from "../../results/summary/summary.ts";
import type { Comparisons } from "../../statistics/comparison.ts";
import { observedDetectable } from "../../statistics/detectable.ts";
import { formatDifference, formatNumberOf } from "../text/format.ts";

/**
 * What a run could tell about one load, beside what its plan promised; nothing of a lone series.
 * `noun` names what is compared, such as "cells".
 */
export function describeTold(load: LoadSummary, plan: Plan, noun: string): readonly string[] {
  if (load.ranked.length < 2) return [];
  const { toldRatio, toldRatioOfAll } = load;
  const { throughput } = load.comparisons;
  if (throughput === undefined || !isKnown(toldRatio)) {
    return [`This run cannot tell any two ${noun} apart: that takes two rounds at least.`];
  }
  const half = `half of all pairs from ${formatDifference(toldRatio)} on${describePromise(plan)}`;
  const every = isKnown(toldRatioOfAll)
    ? `Any two ${noun} that differ by more than ${formatDifference(toldRatioOfAll)} in req/s are told apart (family-wise 5 %), ${half}.`
    : `By req/s ${noun} are told apart (family-wise 5 %): ${half}.`;
  return [`${every} Told apart: ${countSeparated(throughput)}.`];
}

const otherFigures = [
  ["cpuUsPerRequest", "CPU time a request"],
  ["p50Us", "P50"],
  ["p99Us", "P99"],
] as const satisfies readonly (readonly [FigureName, string])[];

/** How much the figures beside throughput tell: what they differ by says little without it. */
export function describeToldByOthers({ comparisons }: LoadSummary): readonly string[] {
  const told = otherFigures.flatMap(([name, title]) => {
    const figure = comparisons[name];
    const typical = figure && observedDetectable(figure)?.typical;
    if (figure === undefined || !isKnown(typical)) return [];
    return [`by ${title} ${countSeparated(figure)}, half from ${formatDifference(typical)} on`];
  });
  return told.length === 0 ? [] : [`Told apart ${told.join("; ")}.`];
}

function countSeparated({ pairs }: Comparisons): string {
  const separated = pairs.filter(({ verdict }) => verdict === "faster" || verdict === "slower");
  return `${separated.length} of ${formatNumberOf(pairs.length, "pair")}`;
}

/** The same of all loads of a sweep, each of which has its own family of pairs. */
export function describeToldOfAll(
  loads: readonly LoadSummary[],
  plan: Plan,
  noun: string,
): readonly string[] {
  const compared = loads.filter(({ ranked }) => ranked.length > 1);
  if (compared.length === 0) return [];
  const [half, every] = [
    Math.max(...compared.map(({ toldRatio }) => toldRatio ?? Number.POSITIVE_INFINITY)),
    Math.max(...compared.map(({ toldRatioOfAll }) => toldRatioOfAll ?? Number.POSITIVE_INFINITY)),
  ];
  if (!isKnown(half)) {
    return [`Not on every line this run can tell ${noun} apart: that takes two rounds at least.`];
  }
  const all = isKnown(every) ? `any two from ${formatDifference(every)} on, ` : "";
  return [
    `On every line ${noun} are told apart by req/s (family-wise 5 % a line): ${all}half of all pairs from ${formatDifference(half)} on${describePromise(plan)}.`,
  ];
}

function describePromise({ promisedRatio }: Plan): string {
  return isKnown(promisedRatio)
    ? `; the plan promised about ${formatDifference(promisedRatio)}`
    : "";
}

/** A pair with hardly a common round has a limit beyond that, which says nothing of the others. */
const mostTelling = 100;

/** JSON has no Infinity: an unlimited ratio comes back from it as null. */
function isKnown(ratio: number | undefined): ratio is number {
  return typeof ratio === "number" && ratio < mostTelling;
}
