import { equal } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mirrorRatio, mirrorVerdict, verdictOf } from "./verdict.ts";

const between = (low: number, high: number) => ({ low, high });

test("the interval decides, and the band before the side", () => {
  equal(verdictOf(between(1.01, 1.3)), "faster");
  equal(verdictOf(between(0.7, 0.99)), "slower");
  equal(verdictOf(between(0.97, 1.03)), "cannot tell");
  equal(verdictOf(between(0.99, 1.01)), "equivalent");
  equal(verdictOf(between(1.005, 1.015)), "equivalent");
  equal(verdictOf(between(1.005, 1.03)), "faster");
  equal(verdictOf(between(0, Number.POSITIVE_INFINITY)), "cannot tell");
});

test("of latencies the lower one is the faster", () => {
  equal(verdictOf(between(1.1, 1.3), { better: "lower" }), "slower");
  equal(verdictOf(between(0.7, 0.9), { better: "lower" }), "faster");
});

test("the band is a parameter", () => {
  equal(verdictOf(between(0.95, 1.05), { band: 0.1 }), "equivalent");
  equal(verdictOf(between(1.005, 1.015), { band: 0 }), "faster");
});

test("seen from the other one the verdict is mirrored", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1 }),
      (center, width) => {
        const interval = {
          ratio: Math.exp(center),
          low: Math.exp(center - width),
          high: Math.exp(center + width),
        };
        // Rounding of the last digit moves an edge of the band or of 1.
        const edges = [interval.low, interval.high].map((edge) => Math.abs(Math.log(edge)));
        fc.pre(edges.every((edge) => edge > 1e-9 && Math.abs(edge - Math.log(1.02)) > 1e-9));
        equal(verdictOf(mirrorRatio(interval)), mirrorVerdict(verdictOf(interval)));
      },
    ),
  );
});
