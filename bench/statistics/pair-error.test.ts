import { ok } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { withGaps } from "./fixtures/with-gaps.ts";
import { commonError, halfWidthOf, type Pair } from "./pair-error.ts";

test("by one variance the intervals are those of Tukey and Kramer by R", () => {
  // R: V <- vcov(m)  # of the model in blocks.test.ts; series a is 0
  // se <- sqrt(V[i, i] + V[j, j] - 2 * V[i, j]); q <- qtukey(0.95, 4, df.residual(m)) / sqrt(2)
  // high: exp(difference + q * se)
  const expected = [
    [[0, 1], 0.0202320543039, 0.9327278497241],
    [[0, 2], 0.0202320543039, 1.1051538923063],
    [[0, 3], 0.0238644293088, 1.0328428093116],
    [[1, 2], 0.0223231295511, 1.2865919363795],
    [[1, 3], 0.0263456166083, 1.2041413101174],
    [[2, 3], 0.0263456166083, 1.0162712566718],
  ] as const satisfies readonly (readonly [Pair, number, number])[];
  const fit = fitBlocks(withGaps);
  const one = fit.series.map(() => fit.variance);
  const family = { error: 0.05, pairs: 6, series: 4 };
  for (const [pair, standardError, high] of expected) {
    const error = commonError(fit, pair, family, one);
    const [a, b] = pair.map((place) => fit.series[place]?.mean ?? 0);
    ok(Math.abs(error.standardError / standardError - 1) < 1e-9);
    ok(Math.abs(Math.exp((a ?? 0) - (b ?? 0) + halfWidthOf(error)) / high - 1) < 1e-7);
  }
});
