import assert from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "../../statistics/fixtures/gaussian.ts";
import { checkFalseSeparations } from "./false-separations.ts";
import { recordedCopies } from "./fixtures/recorded-copies.ts";

function noisyCopies(rounds: number, ratioOf: (copy: number, round: number) => number) {
  const gaussian = createGaussian(3);
  return recordedCopies(8, rounds, (copy, round) => ({
    throughput: 1000 * Math.exp(0.02 * gaussian()) * ratioOf(copy, round),
  }));
}

test("equal copies are seldom told apart, by either figure", () => {
  const { findings } = checkFalseSeparations(noisyCopies(240, () => 1));
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ["reached", "reached"],
  );
  // Every request takes the same CPU time: nothing to tell them apart by.
  assert.equal(findings[1]?.measured, "0 of 60");
  assert.equal(findings[0]?.target, "at most 6 of 60, which is a true share of 5.0 %");
});

test("a copy that is faster is found in every run, and the check misses its target", () => {
  const recording = noisyCopies(24, (copy) => (copy === 0 ? 1.5 : 1));
  const [throughput] = checkFalseSeparations(recording).findings;
  assert.equal(throughput?.measured, "6 of 6");
  assert.equal(throughput?.kind, "missed");
});

test("only the runs in which a copy differs count, and rounds that make no whole run do not", () => {
  const recording = noisyCopies(11, (copy, round) => (copy === 0 && round <= 4 ? 1.5 : 1));
  const { findings, tables } = checkFalseSeparations(recording);
  assert.equal(findings[0]?.measured, "1 of 2");
  assert.deepEqual(tables[0]?.rows[0]?.slice(0, 3), ["req/s", "2", "1"]);
});

test("a round that drifts as a whole separates nothing", () => {
  const recording = noisyCopies(40, (_, round) => (round % 2 === 0 ? 0.5 : 1));
  const [throughput] = checkFalseSeparations(recording).findings;
  assert.equal(throughput?.kind, "reached");
});
