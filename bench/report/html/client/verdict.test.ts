import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { comparedWith, formatCompared } from "./verdict.js";

const words = { ahead: "faster", behind: "slower" };
const figure = {
  cells: [],
  missing: [],
  ties: [],
  pairs: [[0, 1, 1.25, 1.1, null, "faster"] as const],
};

test("a pair is seen from either side", () => {
  deepEqual(comparedWith(figure, 0, 1), {
    ratio: 1.25,
    low: 1.1,
    high: Infinity,
    verdict: "faster",
  });
  deepEqual(comparedWith(figure, 1, 0), { ratio: 0.8, low: 0, high: 1 / 1.1, verdict: "slower" });
  equal(comparedWith(figure, 0, 2), undefined);
});

test("a verdict says by how much, and between what", () => {
  const format = (ratio: number, low: number, high: number, verdict: string) =>
    formatCompared({ ratio, low, high, verdict }, words);
  equal(format(20, 12, 40, "faster"), "faster by > 999 % [> 999, > 999]");
  equal(format(1.06, 1.04, 1.09, "faster"), "faster by 6 % [4, 9]");
  equal(format(0.72, 0.59, 0.86, "slower"), "slower by 28 % [14, 41]");
  equal(format(1, 0.99, 1.01, "equivalent"), "equivalent [−1, +1] %");
  equal(format(1.02, 0.96, 1.094, "cannot tell"), "cannot tell [−4, +9.4] %");
  equal(format(2, 0, Infinity, "cannot tell"), "cannot tell [−100, > +999] %");
});

test("less of a cost is named as such", () => {
  const cost = { ahead: "cheaper", behind: "costlier" };
  equal(
    formatCompared({ ratio: 0.5, low: 0.4, high: 0.6, verdict: "faster" }, cost),
    "cheaper by 50 % [40, 60]",
  );
});
