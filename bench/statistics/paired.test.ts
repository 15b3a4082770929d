import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "./fixtures/gaussian.ts";
import { meanInterval } from "./mean-interval.ts";
import { pairedComparison, ratioInterval } from "./paired.ts";
import { ratiosByRound } from "./ratios-by-round.ts";

function close(actual: number | undefined, expected: number): void {
  ok(Math.abs((actual ?? Number.NaN) / expected - 1) < 1e-8, `${actual} is not ${expected}`);
}

const byRound = (values: readonly number[]) =>
  new Map(values.map((value, index) => [index, value]));

test("ratios are taken in the rounds that hold both", () => {
  const a = new Map([
    [1, 10],
    [2, 30],
    [4, 50],
  ]);
  const b = new Map([
    [2, 15],
    [3, 1],
    [4, 100],
  ]);
  deepEqual(
    [...ratiosByRound(a, b)],
    [
      [2, 2],
      [4, 0.5],
    ],
  );
});

test("the interval of paired ratios is that of R", () => {
  // R: exp(t.test(log(c(1.12, 0.95, 1.08, 1.21, 1.03)))$conf.int), and $estimate
  const interval = ratioInterval([1.12, 0.95, 1.08, 1.21, 1.03]);
  close(interval?.ratio, 1.074478168);
  close(interval?.low, 0.9602013189);
  close(interval?.high, 1.2023554969);
});

test("so is that of a mean, with another confidence", () => {
  // R: t.test(c(3.1, 4.7, 2.2, 5.9), conf.level = 0.99)$conf.int
  const interval = meanInterval([3.1, 4.7, 2.2, 5.9], 0.99);
  close(interval?.low, -0.8378466559);
  close(interval?.high, 8.7878466559);
});

test("fewer than two shared rounds compare nothing, without an error", () => {
  equal(pairedComparison(byRound([1]), byRound([2])), undefined);
  equal(pairedComparison(byRound([]), byRound([1, 2])), undefined);
});

test("equal ratios leave no doubt: a machine that halves its speed changes none", () => {
  const comparison = pairedComparison(byRound([120, 60, 30]), byRound([100, 50, 25]));
  deepEqual([comparison?.verdict, comparison?.rounds], ["faster", 3]);
  close(comparison?.low, 1.2);
  equal(pairedComparison(byRound([1, 2]), byRound([1, 2]))?.verdict, "equivalent");
});

test("of times the lower ones are faster", () => {
  const [low, high] = [byRound([50, 51, 49]), byRound([80, 82, 79])];
  equal(pairedComparison(low, high, { better: "lower" })?.verdict, "faster");
});

test("intervals hold the truth in 93 to 97 % of experiments", () => {
  const gaussian = createGaussian(7);
  const runs = 3000;
  const noisy = (level: number) =>
    byRound(Array.from({ length: 6 }, () => level * Math.exp(0.1 * gaussian())));
  const held = Array.from({ length: runs }, () => {
    const comparison = pairedComparison(noisy(1050), noisy(1000));
    return comparison !== undefined && comparison.low <= 1.05 && comparison.high >= 1.05;
  }).filter(Boolean).length;
  ok(held > 0.93 * runs && held < 0.97 * runs, `${(100 * held) / runs} %`);
});
