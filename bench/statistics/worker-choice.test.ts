import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { chooseWorkers, workerCounts } from "./worker-choice.ts";

test("counts go up to four times the cores", () => {
  deepEqual(workerCounts(2, 256), [1, 2, 3, 4, 6, 8]);
  deepEqual(workerCounts(4, 256), [1, 2, 3, 4, 6, 8, 12, 16]);
  deepEqual(workerCounts(2, 1), [1]);
});

test("the smallest number within 2 % of the best is chosen", () => {
  const counts = [
    { workers: 1, throughputs: [50, 60] },
    { workers: 2, throughputs: [99, 118] },
    { workers: 4, throughputs: [100, 120] },
  ];
  const { best, chosen, curve } = chooseWorkers(counts);
  deepEqual([best, chosen], [4, 2]);
  deepEqual(
    curve.map(({ workers, ratioToBest }) => [workers, ratioToBest === undefined]),
    [
      [1, false],
      [2, false],
      [4, true],
    ],
  );
});

test("ratios are taken within rounds: a machine that halves its speed changes none", () => {
  const counts = [
    { workers: 1, throughputs: [80, 40, 20] },
    { workers: 2, throughputs: [100, 50, 25] },
  ];
  const ratio = chooseWorkers(counts).curve[0]?.ratioToBest;
  deepEqual(
    [ratio?.ratio, ratio?.low, ratio?.high].map((value) => value?.toFixed(6)),
    ["0.800000", "0.800000", "0.800000"],
  );
});

test("a single number is its own best", () => {
  equal(chooseWorkers([{ workers: 1, throughputs: [5] }]).chosen, 1);
});
