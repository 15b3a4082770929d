import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { chooseWorkers, countsToGoOn, memoryPerWorker, workerCounts } from "./worker-choice.ts";

const byRound = (values: readonly number[]) =>
  new Map(values.map((value, index) => [index + 1, value]));

test("counts go up to four times the cores", () => {
  deepEqual(workerCounts(2, 256), [1, 2, 3, 4, 6, 8]);
  deepEqual(workerCounts(4, 256), [1, 2, 3, 4, 6, 8, 12, 16]);
  deepEqual(workerCounts(2, 1), [1]);
});

test("the smallest number within 2 % of the best is chosen", () => {
  const counts = [
    { workers: 1, memory: 0, throughputs: byRound([50, 60]) },
    { workers: 2, memory: 0, throughputs: byRound([99, 118]) },
    { workers: 4, memory: 0, throughputs: byRound([100, 120]) },
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
    { workers: 1, memory: 0, throughputs: byRound([80, 40, 20]) },
    { workers: 2, memory: 0, throughputs: byRound([100, 50, 25]) },
  ];
  const ratio = chooseWorkers(counts).curve[0]?.ratioToBest;
  deepEqual(
    [ratio?.ratio, ratio?.low, ratio?.high].map((value) => value?.toFixed(6)),
    ["0.800000", "0.800000", "0.800000"],
  );
});

test("a single number is its own best", () => {
  equal(chooseWorkers([{ workers: 1, memory: 0, throughputs: byRound([5]) }]).chosen, 1);
});

const curve = (values: readonly number[], rounds = 3) =>
  values.map((value, index) => ({
    workers: index + 1,
    memory: 100 * (index + 3),
    // A scatter of a percent, another one for each number.
    throughputs: byRound(
      Array.from(
        { length: rounds },
        (_, round) => value * (1 + 0.01 * ((round * (index + 2)) % 3)),
      ),
    ),
  }));

test("above two numbers in a row that are surely worse nothing is tried any further", () => {
  deepEqual(countsToGoOn(curve([80, 100, 90, 80, 70, 60])), [1, 2, 3]);
});

test("one bad number alone, or a best one at the end, stops nothing", () => {
  deepEqual(countsToGoOn(curve([80, 100, 90, 101, 99])), [1, 2, 3, 4, 5]);
  deepEqual(countsToGoOn(curve([50, 60, 70, 80])), [1, 2, 3, 4]);
});

test("nothing is given up before three rounds", () => {
  deepEqual(countsToGoOn(curve([100, 50, 40, 30], 2)), [1, 2, 3, 4]);
  deepEqual(countsToGoOn([{ workers: 1, memory: 0, throughputs: new Map() }]), [1]);
});

test("a number that was given up is compared within the rounds that it has", () => {
  const counts = [
    { workers: 1, memory: 0, throughputs: byRound([100, 50, 25]) },
    { workers: 2, memory: 0, throughputs: byRound([90, 45]) },
  ];
  equal(chooseWorkers(counts).curve[1]?.ratioToBest?.ratio.toFixed(3), "0.900");
});

test("the memory of a worker is what the last one added, not its share of all", () => {
  equal(memoryPerWorker(chooseWorkers(curve([90, 100, 95]))), 100);
  equal(memoryPerWorker(chooseWorkers(curve([90]))), undefined);
});
