import assert from "node:assert/strict";
import { test } from "node:test";
import { binomialMost, binomialUpperBound } from "./binomial.ts";

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `\`${actual}\`, expected \`${expected}\``);
}

test("no success in 60 bounds the probability at 4.9 %, as R's binom.test has it", () => {
  assertNear(binomialUpperBound(0, 60), 0.04870291331);
  assertNear(binomialUpperBound(3, 60), 0.1241872105);
  assert.equal(binomialUpperBound(4, 4), 1);
});

test("the most successes by chance are those of R's qbinom", () => {
  assert.equal(binomialMost(60, 0.05), 6);
  assert.equal(binomialMost(20, 0.3, 0.99), 11);
  assert.equal(binomialMost(0, 0.05), 0);
});
