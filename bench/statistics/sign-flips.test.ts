import { ok } from "node:assert/strict";
import { test } from "node:test";
import { type BlockFit, fitBlocks } from "./blocks.ts";
import { evenRounds } from "./fixtures/noisy-rounds.ts";
import { signFlipCriticalValue } from "./sign-flips.ts";

/** Every fifth figure or so is missing. */
const observations = evenRounds({ a: 1000, b: 1100, c: 900, d: 950 }, 6, 0.05, 11).filter(
  (_, index) => index % 5 !== 3,
);

/** Largest |t| of a fit, with a standard error of √variance · √factor for each pair. */
function largestT({ series, variance, covariance }: BlockFit): number {
  const ts = series.flatMap((a, row) =>
    series.slice(row + 1).map((b, index) => {
      const column = row + 1 + index;
      const factor =
        covariance[row]![row]! + covariance[column]![column]! - 2 * covariance[row]![column]!;
      return Math.abs(a.mean - b.mean) / Math.sqrt(variance.value * factor);
    }),
  );
  return Math.max(...ts);
}

test("it is the 95 % quantile of refits to residuals with flipped signs", () => {
  const fit = fitBlocks(observations);
  const refits = Array.from({ length: 2 ** 5 - 1 }, (_, index) => {
    const signOf = (place: number) => (((index + 1) >> place) & 1 ? -1 : 1);
    const flipped = fit.series.flatMap(({ name, residuals }) =>
      [...residuals].map(([round, residual]) => {
        const value = Math.exp(signOf(fit.rounds.indexOf(round)) * residual);
        return { series: name, round, value };
      }),
    );
    return largestT(fitBlocks(flipped));
  }).sort((a, b) => a - b);
  const pairs = fit.series.flatMap((_, first) =>
    fit.series.slice(first + 1).map((_, index) => {
      const second = first + 1 + index;
      const of = (row: number, column: number) => fit.covariance[row]![column]!;
      const factor = of(first, first) + of(second, second) - 2 * of(first, second);
      return { first, second, standardError: Math.sqrt(fit.variance.value * factor) };
    }),
  );
  const critical = signFlipCriticalValue(fit, pairs, 0.05, 1);
  const expected = refits[Math.min(refits.length, Math.ceil(0.95 * (refits.length + 1))) - 1]!;
  ok(Math.abs(critical - expected) < 1e-8, `${critical} is not ${expected}`);
});

test("beyond eleven rounds a thousand flips are drawn, the same ones by the same seed", () => {
  const fit = fitBlocks(evenRounds({ a: 1, b: 1, c: 1 }, 15, 0.05, 5));
  const standardError = Math.sqrt((2 * fit.variance.value) / 15);
  const pairs = [
    { first: 0, second: 1, standardError },
    { first: 0, second: 2, standardError },
    { first: 1, second: 2, standardError },
  ];
  const [one, again, other] = [1, 1, 2].map((seed) =>
    signFlipCriticalValue(fit, pairs, 0.05, seed),
  );
  ok(one === again && one !== other);
  // R: qtukey(0.95, 3, 28) / sqrt(2) is 2.47; the flips of normal noise lie around it.
  ok(Math.abs(one! - 2.47) < 0.35, `${one}`);
});
