import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { compareAll } from "./comparison.ts";
import { bestSeconds, bestTurns, detectableRatio, observedDetectable } from "./detectable.ts";
import { equalLevels, evenRounds } from "./fixtures/noisy-rounds.ts";

function close(actual: number, expected: number, tolerance = 1e-7): void {
  ok(Math.abs(actual / expected - 1) < tolerance, `${actual} is not ${expected}`);
}

const noise = { within: 0.07 ** 2, between: 0.03 ** 2, alone: 0, turns: 1, seconds: 4 };

test("what all pairs can tell is the half-width of their intervals, as in R", () => {
  // R: exp(qt(1 - 0.05 / (12 * 11), 2 * (5 + 6)) * sqrt(2 * (0.03^2 + 0.07^2 / 4) / 6))
  close(detectableRatio({ ...noise, series: 12, rounds: 6 }), 1.1095636504);
  // R: exp(qt(1 - 0.05 / (34 * 33), 2 * (3 + 17)) * sqrt(2 * (0.03^2 + 0.07^2 / 4) / 4))
  close(detectableRatio({ ...noise, series: 34, rounds: 4 }), 1.1526373607);
});

test("what a named pair finds with a power is R's", () => {
  // R: power.t.test(n = 6, sd = sqrt(2 * (0.03^2 + 0.07^2 / 4)), power = 0.9, type = "paired",
  //   tol = 1e-12)$delta
  const ratio = detectableRatio({ ...noise, series: 2, rounds: 6, power: 0.9 });
  close(ratio, Math.exp(0.108898307847));
});

test("what all pairs find with a power is the shifted t above the critical value", () => {
  // R: q <- qt(1 - 0.05 / (12 * 11), 22)
  // d <- uniroot(function(d) pt(q, 22, d, lower.tail = FALSE) - 0.9, c(0, 20), tol = 1e-10)$root
  // exp(d * sqrt(2 * (0.03^2 + 0.07^2 / 4) / 6))
  close(detectableRatio({ ...noise, series: 12, rounds: 6, power: 0.9 }), 1.1530183738);
});

test("more rounds, longer starts and fewer series tell more; one round tells nothing", () => {
  const base = { ...noise, series: 12, rounds: 6 };
  const ratio = detectableRatio(base);
  ok(detectableRatio({ ...base, rounds: 7 }) < ratio);
  ok(detectableRatio({ ...base, seconds: 8 }) < ratio);
  ok(detectableRatio({ ...base, series: 6 }) < ratio);
  equal(detectableRatio({ ...base, rounds: 1 }), Number.POSITIVE_INFINITY);
});

test("a run tells what its plan promised, within a fifth", () => {
  const deviation = Math.sqrt(noise.between + noise.within / noise.seconds);
  const fit = fitBlocks(evenRounds(equalLevels(12), 6, deviation, 1));
  const observed = observedDetectable(compareAll(fit));
  const promised = detectableRatio({ ...noise, series: 12, rounds: 6 }) - 1;
  ok(Math.abs(((observed?.typical ?? 0) - 1) / promised - 1) < 0.2);
  ok((observed?.largest ?? 0) >= (observed?.typical ?? 0));
});

test("without a pair nothing was to be told", () => {
  equal(observedDetectable({ series: ["a"], pairs: [], between: () => undefined }), undefined);
});

test("the time in a start follows from what a start costs and what it scatters", () => {
  // √(2.5 · 0.07² / 0.03²) = 3.69
  close(bestSeconds({ ...noise, overheadSeconds: 2.5 }), 3.689324, 1e-6);
  equal(bestSeconds({ within: 1e-6, between: 1, alone: 0, overheadSeconds: 1 }), 1);
  equal(bestSeconds({ within: 1, between: 1e-6, alone: 0, overheadSeconds: 1 }), 30);
});

test("groups of a large experiment tell less than rounds in which all meet", () => {
  const plan = { ...noise, series: 34, rounds: 6 };
  const [whole, grouped] = [detectableRatio(plan), detectableRatio({ ...plan, groupSize: 8 })];
  // 5 groups have √((1 − 5 / 34) / (1 − 1 / 34)) of the information.
  close(Math.log(grouped) / Math.log(whole), Math.sqrt(33 / 34 / (29 / 34)));
});

test("a start in one piece carries the drift of the machine, one in turns does not", () => {
  const plan = { ...noise, series: 6, rounds: 5, alone: 0.08 ** 2 };
  ok(detectableRatio(plan) > 1.5 * (detectableRatio({ ...plan, turns: 2 }) - 1) + 1);
});

test("the number of turns follows from what starts and turns cost and scatter", () => {
  const cost = { startSeconds: 2.7, turnSeconds: 1.45, windowSeconds: 1, ...noise };
  // √(2.7 / 1.45 · 0.07² / 0.03²) = 3.18
  equal(bestTurns(cost), 3);
  equal(bestTurns({ ...cost, between: 1 }), 2);
  equal(bestTurns({ ...cost, between: 1e-6 }), 12);
});
