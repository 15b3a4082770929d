import { ok } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { type Comparisons, compareAll } from "./comparison.ts";
import { createGaussian } from "./fixtures/gaussian.ts";
import { equalLevels, type Levels, noisyRounds } from "./fixtures/noisy-rounds.ts";
import type { KindOf } from "./kind-variances.ts";

/** Comparisons of simulated experiments, all by one seed. */
function simulate(
  levels: Levels,
  rounds: number,
  runs: number,
  deviationOf: (place: number) => number = () => 0.06,
  kindOf: KindOf = () => "all",
): readonly Comparisons[] {
  const gaussian = createGaussian(rounds);
  return Array.from({ length: runs }, () =>
    compareAll(fitBlocks(noisyRounds(levels, rounds, deviationOf, gaussian)), { kindOf }),
  );
}

/** Of runs in which an interval leaves out the truth of equal series, in %. */
function familyError(runs: readonly Comparisons[]): number {
  const wrong = runs.filter(({ pairs }) => pairs.some(({ low, high }) => low > 1 || high < 1));
  return (100 * wrong.length) / runs.length;
}

/** Three standard deviations of the share of 400 runs, 5 % being true, are 3.3 points. */
const allowed = 5 + 3.3;

test("of 34 equal series no two are separated in 95 % of runs, with four and with six rounds", () => {
  for (const rounds of [4, 6]) {
    const error = familyError(simulate(equalLevels(34), rounds, 400));
    ok(error <= allowed, `${error} % with ${rounds} rounds`);
  }
});

test("nor where one half is three times as noisy, with six rounds and with the sign flips of ten", () => {
  const deviationOf = (place: number) => (place % 2 === 0 ? 0.03 : 0.09);
  ok(familyError(simulate(equalLevels(12), 6, 400, deviationOf)) <= allowed);
  ok(familyError(simulate(equalLevels(8), 10, 100, deviationOf)) <= allowed);
});

test("nor of two kinds, whether they scatter alike or not, with three and with five rounds", () => {
  const kindOf = (name: string) => (Number(name.slice(1)) % 3 === 0 ? "quiet" : "noisy");
  const deviations = [() => 0.06, (place: number) => (place % 3 === 0 ? 0.06 : 0.13)];
  for (const deviationOf of deviations)
    for (const rounds of [3, 5]) {
      const error = familyError(simulate(equalLevels(34), rounds, 400, deviationOf, kindOf));
      ok(error <= allowed, `${error} % with ${rounds} rounds`);
    }
});

test("more rounds separate more pairs", () => {
  const levels = Object.fromEntries(
    [1000, 1050, 1100, 1200, 1300, 1500].map((x, i) => [`s${i}`, x]),
  );
  const found = [3, 5, 9, 18].map((rounds) => {
    const pairs = simulate(levels, rounds, 30).flatMap((run) => run.pairs);
    return pairs.filter(({ verdict }) => verdict === "slower").length / pairs.length;
  });
  ok(
    found.every((share, index) => index === 0 || share > found[index - 1]!),
    `${found}`,
  );
  ok(found.at(-1)! > 0.8, `${found}`);
});

test("of two series the interval holds the truth in 93 to 97 % of runs", () => {
  const runs = simulate({ a: 1050, b: 1000 }, 6, 1500);
  const held = runs.filter(({ pairs: [pair] }) => pair!.low <= 1.05 && pair!.high >= 1.05).length;
  ok(held > 0.93 * runs.length && held < 0.97 * runs.length, `${held} of ${runs.length}`);
});
