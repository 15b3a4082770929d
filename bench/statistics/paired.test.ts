import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "./fixtures/gaussian.ts";
import { meanInterval } from "./mean-interval.ts";
import { type NamedPair, type PairedOptions, pairedComparisons, ratioInterval } from "./paired.ts";
import type { RoundValues } from "./ratios-by-round.ts";
import { ratiosByRound } from "./ratios-by-round.ts";

function close(actual: number | undefined, expected: number): void {
  ok(Math.abs((actual ?? Number.NaN) / expected - 1) < 1e-8, `${actual} is not ${expected}`);
}

const byRound = (values: readonly number[]) =>
  new Map(values.map((value, index) => [index, value]));

function pairedComparison(a: RoundValues, b: RoundValues, options?: PairedOptions) {
  return pairedComparisons([[a, b]], options)[0];
}

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

interface Simulated {
  /** Of the series of each pair. */
  readonly deviations: readonly number[];
  readonly rounds: number;
  /** Whether all pairs are against the same series. */
  readonly isShared?: boolean;
}

/** The share of runs in which an interval of any pair misses the truth. */
function missedShare({ deviations, rounds, isShared = false }: Simulated): number {
  const gaussian = createGaussian(11);
  const runs = 1000;
  const scattered = (deviation: number) =>
    byRound(Array.from({ length: rounds }, () => Math.exp(deviation * gaussian())));
  const missed = Array.from({ length: runs }, () => {
    const bases = deviations.map(scattered);
    const pairs = deviations.map((deviation, place): NamedPair => {
      return [scattered(deviation), bases[isShared ? 0 : place]!];
    });
    return pairedComparisons(pairs).some((one) => one!.low > 1 || one!.high < 1);
  }).filter(Boolean).length;
  return missed / runs;
}

const alike = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1];

for (const [what, given] of [
  ["alike, 3 rounds", { deviations: alike, rounds: 3 }],
  ["alike, 5 rounds", { deviations: alike, rounds: 5 }],
  ["alike, all against one series", { deviations: alike, rounds: 4, isShared: true }],
  ["from 1 to 3", { deviations: [0.05, 0.07, 0.09, 0.11, 0.13, 0.15], rounds: 4 }],
  ["one of them three times", { deviations: [0.05, 0.05, 0.05, 0.05, 0.05, 0.15], rounds: 3 }],
] as const) {
  test(`all intervals of six pairs hold the truth in 95 % of runs: ${what}`, () => {
    const missed = missedShare(given);
    ok(missed > 0.002 && missed < 0.075, `${100 * missed} %`);
  });
}

test("pairs tell each other how much figures scatter", () => {
  const pairs = [
    [byRound([110, 100, 90]), byRound([100, 101, 99])],
    [byRound([120, 126, 111]), byRound([100, 97, 103])],
    [byRound([50, 53, 46]), byRound([49, 51, 50])],
  ] as const;
  const together = pairedComparisons(pairs);
  const alone = pairs.map((pair) => pairedComparisons([pair], { familyError: 0.05 / 3 })[0]);
  for (const [place, one] of together.entries()) {
    equal(one?.ratio, alone[place]?.ratio);
    ok(one!.high / one!.low < alone[place]!.high / alone[place]!.low);
  }
});

test("two pairs are paired t tests", () => {
  const [a, b, c] = [byRound([3, 4, 5]), byRound([3, 3, 4]), byRound([7, 9, 8])];
  deepEqual(
    pairedComparisons([
      [a, b],
      [c, b],
    ]),
    [
      pairedComparison(a, b, { familyError: 0.025 }),
      pairedComparison(c, b, { familyError: 0.025 }),
    ],
  );
});

test("a pair with too few rounds has no interval, and the others have theirs", () => {
  const [first, second] = pairedComparisons([
    [byRound([1]), byRound([2])],
    [byRound([120, 61, 30]), byRound([100, 50, 25])],
  ]);
  equal(first, undefined);
  equal(second?.rounds, 3);
});
