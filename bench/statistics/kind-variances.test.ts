import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { compareAll } from "./comparison.ts";
import { createGaussian } from "./fixtures/gaussian.ts";
import { equalLevels, noisyRounds } from "./fixtures/noisy-rounds.ts";
import { kindVariances } from "./kind-variances.ts";
import { median } from "./median.ts";

/** Even places are quiet, odd ones three times as noisy. */
const isQuiet = (place: number) => place % 2 === 0;
const deviationOf = (place: number) => (isQuiet(place) ? 0.03 : 0.09);
const kindOf = (name: string) => (isQuiet(Number(name.slice(1))) ? "quiet" : "noisy");

function fitOf(series: number, rounds: number, seed = 1) {
  return fitBlocks(noisyRounds(equalLevels(series), rounds, deviationOf, createGaussian(seed)));
}

test("each kind has the variance of its own series", () => {
  const fit = fitOf(30, 20);
  const [quiet, noisy] = kindVariances(fit, kindOf).map(({ value }) => Math.sqrt(value));
  ok(Math.abs((quiet ?? 0) / 0.03 - 1) < 0.2 && Math.abs((noisy ?? 0) / 0.09 - 1) < 0.1);
});

test("their degrees of freedom are those of the fit together", () => {
  const fit = fitOf(30, 6);
  const [quiet, noisy] = kindVariances(fit, kindOf);
  const sum = (quiet?.degreesOfFreedom ?? 0) + (noisy?.degreesOfFreedom ?? 0);
  ok(Math.abs(sum - fit.variance.degreesOfFreedom) < 1e-9);
});

test("one kind, and a kind of which too little is known, have the variance of all", () => {
  const fit = fitOf(30, 4);
  const all = Array.from({ length: 30 }, () => fit.variance);
  deepEqual(
    kindVariances(fit, () => "all"),
    all,
  );
  const [first, second] = kindVariances(fit, (name) => (name === "s0" ? "rare" : "usual"));
  deepEqual(first, fit.variance);
  ok(second !== fit.variance);
});

test("pairs of a quiet kind are told by less than without kinds, and by less than noisy ones", () => {
  const fit = fitOf(20, 6);
  const widthOf = (kinds: { readonly kindOf?: typeof kindOf }, quiet: boolean) => {
    const { pairs } = compareAll(fit, kinds);
    const those = pairs.filter(({ a, b }) =>
      [a, b].every((x) => (kindOf(x) === "quiet") === quiet),
    );
    return median(those.map(({ low, high }) => Math.log(high / low)));
  };
  ok(widthOf({ kindOf }, true) < 0.8 * widthOf({}, true));
  ok(widthOf({ kindOf }, true) < 0.5 * widthOf({ kindOf }, false));
});
