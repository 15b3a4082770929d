import { ok } from "node:assert/strict";
import { test } from "node:test";
import { digamma, inverseTrigamma, trigamma } from "./special-functions.ts";

function close(actual: number, expected: number): void {
  ok(Math.abs(actual - expected) < 1e-8, `${actual} is not ${expected}`);
}

test("ψ and ψ′ are those of R", () => {
  // R: digamma(c(0.5, 1, 2.5, 40)); trigamma(c(0.5, 1, 2.5, 40))
  close(digamma(0.5), -1.963510026);
  close(digamma(1), -0.5772156649);
  close(digamma(2.5), 0.7031566406);
  close(digamma(40), 3.676327374);
  close(trigamma(0.5), 4.93480220054);
  close(trigamma(1), 1.64493406685);
  close(trigamma(2.5), 0.4903577561);
  close(trigamma(40), 0.02531510384);
});

test("ψ′ is inverted", () => {
  // R: uniroot(function(x) trigamma(x) - 0.3, c(0.1, 100), tol = 1e-12)$root
  close(inverseTrigamma(0.3), 3.808719012);
  for (const x of [0.01, 0.5, 3, 500]) ok(Math.abs(inverseTrigamma(trigamma(x)) / x - 1) < 1e-6);
});
