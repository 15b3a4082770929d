import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../statistics/random.ts";
import { exponentialFit } from "./anderson-darling.ts";

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `\`${actual}\`, expected \`${expected}\``);
}

/**
 * A² from R: `u <- pexp(sort(x)); i <- seq_along(u); -length(u) - mean((2*i-1) * (log(u) +
 * log(1 - rev(u))))`. P from SciPy, by Anderson and Darling's series (1952) with
 * `scipy.integrate.quad`.
 */
const known = [
  { gaps: [0.1, 0.5, 1.2, 2.5, 0.3], statistic: 0.18922744520519, pValue: 0.99307051 },
  { gaps: [2, 2, 2.5, 3, 2.2], statistic: 6.14560261804366, pValue: 0.00082665 },
  { gaps: new Array<number>(12).fill(1), statistic: 5.50410174464498, pValue: 0.00165675 },
  { gaps: [0.05, 0.1, 0.08, 0.2, 0.15, 0.3], statistic: 5.68642716063226, pValue: 0.00135885 },
];

test("A² and its probability are those of R and SciPy", () => {
  for (const { gaps, statistic, pValue } of known) {
    const fit = exponentialFit(gaps, 1);
    assertNear(fit.statistic, statistic, 1e-12);
    assertNear(fit.pValue, pValue, 1e-5);
  }
});

test("only the gaps in units of their mean matter", () => {
  const gaps = [10, 50, 120, 250, 30];
  const scaled = exponentialFit(
    gaps.map((gap) => gap * 7),
    700,
  );
  assertNear(scaled.statistic, exponentialFit(gaps, 100).statistic, 1e-12);
});

function shareRejected(samples: number, gapOf: (uniform: number) => number): number {
  const random = createRandom(5);
  const uniform = () => (random() + 0.5) / 2 ** 32;
  const rejected = Array.from({ length: samples }, () => {
    const gaps = Array.from({ length: 50 }, () => gapOf(uniform()));
    return exponentialFit(gaps, 1).pValue < 0.05;
  });
  return rejected.filter(Boolean).length / samples;
}

test("exponential gaps are rejected as often as the significance says", () => {
  assertNear(
    shareRejected(2000, (uniform) => -Math.log(uniform)),
    0.05,
    0.015,
  );
});

test("even gaps, and gaps of another mean, are nearly always rejected", () => {
  assert.ok(shareRejected(200, (uniform) => 0.5 + uniform) > 0.99);
  assert.ok(shareRejected(200, (uniform) => -2 * Math.log(uniform)) > 0.95);
});
