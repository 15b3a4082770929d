import type { Comparisons } from "./comparison.ts";
import type { Verdict } from "./verdict.ts";

/** The places that a series can have, best and worst; equal when nothing is open. */
export interface RankInterval {
  readonly best: number;
  readonly worst: number;
}

/**
 * From 1 + the number of series that are surely better to their number − those that are surely
 * worse. Best series first.
 */
export function rankIntervals(comparisons: Comparisons): ReadonlyMap<string, RankInterval> {
  const { series } = comparisons;
  const others = (name: string, verdict: Verdict) =>
    series.filter((other) => comparisons.between(name, other)?.verdict === verdict).length;
  return new Map(
    series.map((name) => {
      const worst = series.length - others(name, "faster");
      return [name, { best: 1 + others(name, "slower"), worst }];
    }),
  );
}

/** More groups than this are of no use to a reader; what is beyond is left out. */
const mostGroups = 200;

/**
 * The largest groups of series of which no two are separated, the best series and group first. A
 * series can be in several: not to be told apart is not transitive. These are the maximal cliques,
 * found as by Bron and Kerbosch (1973) with the pivot of Tomita, Tanaka and Takahashi (2006).
 */
export function tieGroups(comparisons: Comparisons): readonly (readonly string[])[] {
  const { series } = comparisons;
  const neighbours = series.map((name) =>
    series.map((other) => name !== other && !isSeparated(comparisons, name, other)),
  );
  const groups: (readonly number[])[] = [];
  extend([], [...series.keys()], [], neighbours, groups);
  return groups
    .map((group) => group.toSorted((a, b) => a - b))
    .sort(byPlaces)
    .map((group) => group.flatMap((place) => series[place] ?? []));
}

function isSeparated(comparisons: Comparisons, a: string, b: string): boolean {
  const verdict = comparisons.between(a, b)?.verdict;
  return verdict === "faster" || verdict === "slower";
}

function extend(
  group: readonly number[],
  candidates: readonly number[],
  excluded: readonly number[],
  neighbours: readonly (readonly boolean[])[],
  groups: (readonly number[])[],
): void {
  if (groups.length === mostGroups) return;
  if (candidates.length === 0 && excluded.length === 0) {
    if (group.length > 0) groups.push(group);
    return;
  }
  const near = (place: number, others: readonly number[]) =>
    others.filter((other) => neighbours[place]?.[other]);
  const pivot = [...candidates, ...excluded].reduce((a, b) =>
    near(b, candidates).length > near(a, candidates).length ? b : a,
  );
  const open = candidates.filter((place) => !neighbours[pivot]?.[place]);
  open.forEach((place, index) => {
    const done = open.slice(0, index);
    const rest = candidates.filter((other) => !done.includes(other));
    const left = near(place, [...excluded, ...done]);
    extend([...group, place], near(place, rest), left, neighbours, groups);
  });
}

function byPlaces(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((place, index) => place !== b[index]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? Number.POSITIVE_INFINITY);
}
