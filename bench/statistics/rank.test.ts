import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { array, assert, integer, property } from "fast-check";
import { isBetter, rankIntervals, roundsToSeparate } from "./rank.ts";

const rounds = (...values: number[]) => new Map(values.map((value, index) => [index + 1, value]));

test("a cell that was faster in each of six rounds is ahead", () => {
  const fast = rounds(11, 12, 13, 11, 12, 13);
  const slow = rounds(10, 11, 12, 10, 11, 12);
  deepEqual(rankIntervals([slow, fast]), [
    { best: 2, worst: 2 },
    { best: 1, worst: 1 },
  ]);
});

test("one lost round leaves both places open", () => {
  const a = rounds(11, 12, 13, 11, 12, 9);
  const b = rounds(10, 11, 12, 10, 11, 12);
  deepEqual(rankIntervals([a, b]), [
    { best: 1, worst: 2 },
    { best: 1, worst: 2 },
  ]);
});

test("five rounds separate nothing, however far apart the values are", () => {
  equal(isBetter(rounds(9, 9, 9, 9, 9), rounds(1, 1, 1, 1, 1)), false);
});

test("only rounds that both cells were measured in are compared", () => {
  const a = new Map([2, 3, 4, 5, 6, 7].map((round) => [round, 10]));
  const b = new Map([1, 2, 3, 4, 5, 6, 7].map((round) => [round, round === 1 ? 99 : 5]));
  equal(isBetter(a, b), true);
  a.delete(7);
  equal(isBetter(a, b), false);
});

test("a tie need not be transitive: a beats c, b ties with both", () => {
  const a = rounds(20, 20, 20, 20, 20, 20);
  const b = rounds(25, 15, 25, 15, 25, 15);
  const c = rounds(16, 14, 16, 14, 16, 14);
  const [first, , third] = rankIntervals([a, rounds(25, 13, 25, 13, 25, 13), c]);
  deepEqual(
    [first, third],
    [
      { best: 1, worst: 2 },
      { best: 2, worst: 3 },
    ],
  );
  equal(isBetter(b, c), true);
});

test("every rank interval holds the place by mean when all rounds agree", () => {
  const speeds = array(integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });
  assert(
    property(speeds, (values) => {
      const cells = values.map((value) =>
        rounds(...Array.from({ length: roundsToSeparate }, () => value)),
      );
      return rankIntervals(cells).every(({ best, worst }, index) => {
        const value = values[index] as number;
        const faster = values.filter((other) => other > value).length;
        const slower = values.filter((other) => other < value).length;
        return best === 1 + faster && worst === values.length - slower;
      });
    }),
  );
});
