import { type Series, seriesKey } from "../../results/records/series.ts";
import type { LoadSummary } from "../../results/summary/summary.ts";
import { mean } from "../../statistics/mean.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import { roundValuesOf, seriesIn } from "../sentences/shown-series.ts";

/**
 * What the adaptive policy itself costs: where one connection is right, it decides the same. A
 * round's differences have one start in common, so that their mean counts as one value.
 */
export function describePoolCost(
  series: readonly Series[],
  loads: readonly LoadSummary[],
): readonly string[] {
  const adaptive = series.find(({ pool }) => pool === "adaptive");
  const one = series.find(({ pool }) => pool === "1");
  if (adaptive === undefined || one === undefined) return [];
  // A single client leaves the server idle: what it then burns is no cost of a policy.
  const busy = loads.filter(({ load }) => load.place === 0 && load.connections > 1);
  const interval = meanInterval(differencesByRound(seriesKey(adaptive), seriesKey(one), busy));
  if (interval === undefined) return [];
  const [middle, low, high] = [interval.mean, interval.low, interval.high].map((us) =>
    us.toFixed(1),
  );
  return [
    `CPU of a request without wait: ${middle} µs [${low}, ${high}] more than with one connection, over all numbers of clients above one.`,
  ];
}

/** The mean over loads in each round that holds both of them under all. */
function differencesByRound(
  key: string,
  other: string,
  loads: readonly LoadSummary[],
): readonly number[] {
  const ofLoads = loads.map((load) => {
    const cpuOf = (name: string) => roundValuesOf(seriesIn(load, name)?.cpuUsPerRequest.byRound);
    const others = cpuOf(other);
    return new Map([...cpuOf(key)].map(([round, us]) => [round, us - (others.get(round) ?? NaN)]));
  });
  const rounds = [...(ofLoads[0]?.keys() ?? [])];
  return rounds
    .map((round) => mean(ofLoads.map((differences) => differences.get(round) ?? NaN)))
    .filter(Number.isFinite);
}
