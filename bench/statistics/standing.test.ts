import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks, type Observation } from "./blocks.ts";
import { compareAll } from "./comparison.ts";
import { evenRounds } from "./fixtures/noisy-rounds.ts";
import { standingsOf } from "./standing.ts";

const standings = (observations: readonly Observation[]) =>
  standingsOf(compareAll(fitBlocks(observations))).map(({ series, standing }) => [
    series,
    standing,
  ]);

test("the best leads, and what is not told from it is no tie", () => {
  deepEqual(standings(evenRounds({ slow: 500, best: 1000, near: 985 }, 4, 0.02, 2)), [
    ["best", "best"],
    ["near", "cannot tell"],
    ["slow", "slower"],
  ]);
});

test("one that surely lies within the band is equivalent", () => {
  deepEqual(standings(evenRounds({ best: 1000, near: 999 }, 9, 0.001, 2)), [
    ["best", "best"],
    ["near", "equivalent"],
  ]);
});

test("without figures nobody stands anywhere", () => {
  deepEqual(standings([]), []);
});
