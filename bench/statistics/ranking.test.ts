import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fitBlocks } from "./blocks.ts";
import { type Comparison, type Comparisons, compareAll } from "./comparison.ts";
import { evenRounds } from "./fixtures/noisy-rounds.ts";
import { rankIntervals, tieGroups } from "./ranking.ts";

/** Comparisons, best first, in which just these pairs are separated. */
function comparisonsOf(names: string, isSeparated: (a: number, b: number) => boolean): Comparisons {
  const series = [...names];
  const between = (a: string, b: string): Comparison => {
    const [first, second] = [series.indexOf(a), series.indexOf(b)];
    const separated = isSeparated(Math.min(first, second), Math.max(first, second));
    const verdict = separated ? (first < second ? "faster" : "slower") : "cannot tell";
    const method = "studentized range";
    return { a, b, verdict, method, ratio: 1, low: 0, high: 1, difference: 0, standardError: 0 };
  };
  return { series, pairs: [], between };
}

test("a place reaches from those surely better to those surely worse", () => {
  const ranks = rankIntervals(comparisonsOf("abcd", (a, b) => b - a > 1));
  deepEqual(Object.fromEntries(ranks), {
    a: { best: 1, worst: 2 },
    b: { best: 1, worst: 3 },
    c: { best: 2, worst: 4 },
    d: { best: 3, worst: 4 },
  });
});

test("equivalent series share their places, as those do that nobody can tell apart", () => {
  const exact = [1, 2].flatMap((round) => [
    { series: "a", round, value: 100 },
    { series: "b", round, value: 100.1 },
    { series: "c", round, value: 50 },
  ]);
  const comparisons = compareAll(fitBlocks(exact));
  deepEqual(
    [...rankIntervals(comparisons).values()],
    [
      { best: 1, worst: 2 },
      { best: 1, worst: 2 },
      { best: 3, worst: 3 },
    ],
  );
  deepEqual(tieGroups(comparisons), [["b", "a"], ["c"]]);
});

test("neighbours that tie are no chain: groups overlap, the best first", () => {
  deepEqual(tieGroups(comparisonsOf("abcd", (a, b) => b - a > 1)), [
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ]);
  deepEqual(tieGroups(comparisonsOf("abc", () => true)), [["a"], ["b"], ["c"]]);
  deepEqual(tieGroups(comparisonsOf("abc", () => false)), [["a", "b", "c"]]);
  deepEqual(tieGroups(comparisonsOf("", () => false)), []);
});

/** All sets of which no two are separated and to which nothing can be added. */
function naiveGroups({ series, between }: Comparisons): readonly string[] {
  const tie = (a: string, b: string) => a === b || between(a, b)?.verdict === "cannot tell";
  const sets = Array.from({ length: 2 ** series.length - 1 }, (_, index) =>
    series.filter((_, place) => ((index + 1) >> place) & 1),
  ).filter((set) => set.every((a) => set.every((b) => tie(a, b))));
  return sets
    .filter((set) => !series.some((one) => !set.includes(one) && set.every((a) => tie(a, one))))
    .map((set) => set.join(""));
}

test("the groups are all maximal ones, whatever is separated from what", () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.boolean()), (separations) => {
      const known = Array.from({ length: 49 }, () => separations.next().value);
      const comparisons = comparisonsOf("abcdefg", (a, b) => known[7 * a + b] ?? false);
      const groups = tieGroups(comparisons).map((group) => group.join(""));
      deepEqual(groups.toSorted(), naiveGroups(comparisons).toSorted());
    }),
    { numRuns: 100 },
  );
});

test("sixty series with thousands of groups give no more than two hundred", () => {
  // Pairs that are separated from each other and from nobody else: 2^30 groups.
  const names = String.fromCodePoint(...Array.from({ length: 60 }, (_, place) => 0x100 + place));
  equal(tieGroups(comparisonsOf(names, (a, b) => a % 2 === 0 && b === a + 1)).length, 200);
});

test("a real comparison has its best series at place 1", () => {
  const levels = { slow: 500, fast: 2000, middle: 1000 };
  const ranks = rankIntervals(compareAll(fitBlocks(evenRounds(levels, 5, 0.02, 1))));
  deepEqual(
    [...ranks],
    [
      ["fast", { best: 1, worst: 1 }],
      ["middle", { best: 2, worst: 2 }],
      ["slow", { best: 3, worst: 3 }],
    ],
  );
});
