import assert from "node:assert/strict";
import { test } from "node:test";
import { pairedRatio } from "./paired-ratio.ts";

test("two pairs that differ by a factor of e each way have ratio 1 and half-width 12.706", () => {
  // Logarithms 1 and -1: standard deviation sqrt(2), standard error 1.
  const { ratio, low, high } = pairedRatio([Math.E, 1 / Math.E]);
  assert.equal(ratio, 1);
  assert.ok(Math.abs(Math.log(high) - 12.706) < 1e-9);
  assert.ok(Math.abs(Math.log(low) + 12.706) < 1e-9);
});

test("equal ratios leave no doubt, and one pair is not enough", () => {
  assert.deepEqual(pairedRatio([2, 2, 2]), { ratio: 2, low: 2, high: 2 });
  assert.throws(() => pairedRatio([1]), { message: "pairs is `1`, allowed: 2 or more" });
});
