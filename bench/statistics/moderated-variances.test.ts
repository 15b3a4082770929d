import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { drawVariances, moderateVariances } from "./moderated-variances.ts";

const withDegrees = (degreesOfFreedom: number) => (value: number) => ({ value, degreesOfFreedom });

test("variances are drawn towards what they have in common as in R", () => {
  // R: v <- c(.0010, .0042, .0021, .0095, .0004, .0030); d <- rep(4, 6); k <- 6
  // e <- log(v) - digamma(d/2) + log(d/2)
  // x <- var(e) - mean(trigamma(d/2)) * (1 - 1/(k-1)^2)
  // d0 <- 2 * uniroot(function(z) trigamma(z) - x, c(1e-3, 1e3), tol = 1e-13)$root
  // s0 <- exp(mean(e) + digamma(d0/2) - log(d0/2)); (d0*s0 + d*v) / (d0 + d)
  const own = [0.001, 0.0042, 0.0021, 0.0095, 0.0004, 0.003].map(withDegrees(4));
  const moderation = moderateVariances(own, { value: 0.0034, degreesOfFreedom: 20 });
  ok(moderation.kind === "different");
  const expected = [
    0.001599382287, 0.003171255649, 0.002139713755, 0.005774670905, 0.001304656031, 0.002581803138,
  ];
  moderation.variances.forEach(({ value, degreesOfFreedom }, place) => {
    ok(Math.abs(value / expected[place]! - 1) < 1e-9);
    ok(Math.abs(degreesOfFreedom - 8.14314963781) < 1e-8);
  });
});

test("drawn variances have no more from the others than half of their number", () => {
  // As above with d0 <- min(d0, 6 / 2), and s0 as before.
  const own = [0.001, 0.0042, 0.0021, 0.0095, 0.0004, 0.003].map(withDegrees(4));
  const drawn = drawVariances(own, withDegrees(20)(0.0034)) ?? [];
  ok(drawn.every(({ degreesOfFreedom }) => degreesOfFreedom === 7));
  const s0 = (0.001599382287 * 8.14314963781 - 4 * 0.001) / 4.14314963781;
  drawn.forEach(({ value }, place) => {
    ok(Math.abs(value / ((3 * s0 + 4 * own[place]!.value) / 7) - 1) < 1e-9);
  });
});

test("drawn variances that look alike lean towards that of all, and stay their own", () => {
  const own = [0.9, 1, 1.1, 1.05].map(withDegrees(4));
  const [first] = drawVariances(own, withDegrees(12)(1)) ?? [];
  deepEqual(first, { value: (2 * 1 + 4 * 0.9) / 6, degreesOfFreedom: 6 });
});

test("too few series, or no noise at all, are not drawn", () => {
  deepEqual(drawVariances([1, 100].map(withDegrees(4)), withDegrees(8)(50)), undefined);
  deepEqual(drawVariances([0, 0, 0].map(withDegrees(4)), withDegrees(8)(0)), undefined);
});

test("variances that differ by chance alone are one", () => {
  const own = [0.9, 1, 1.1, 1.05].map(withDegrees(4));
  deepEqual(moderateVariances(own, withDegrees(16)(1)), { kind: "alike" });
});

test("too few series, or no noise at all, are one too", () => {
  deepEqual(moderateVariances([1, 100].map(withDegrees(4)), withDegrees(8)(50)), { kind: "alike" });
  deepEqual(moderateVariances([0, 0, 0].map(withDegrees(4)), withDegrees(8)(0)), { kind: "alike" });
});

test("a series of a single round has what the others have in common", () => {
  const own = [...[1, 100, 10, 0.1].map(withDegrees(5)), withDegrees(0)(0)];
  const moderation = moderateVariances(own, withDegrees(20)(28));
  ok(moderation.kind === "different");
  const lone = moderation.variances[4]!;
  ok(lone.value > 0.1 && lone.value < 100);
  ok(Math.abs(lone.degreesOfFreedom + 5 - moderation.variances[0]!.degreesOfFreedom) < 1e-9);
});
