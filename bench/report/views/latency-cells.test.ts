import { equal } from "node:assert/strict";
import { test } from "node:test";
import { microseconds } from "@rowbench/shared/contract";
import type { PercentileSummary } from "../../results/summary/summary.ts";
import { formatPercentile } from "./latency-cells.ts";

function percentileOf(...rounds: readonly number[]): PercentileSummary {
  const sorted = rounds.toSorted((a, b) => a - b);
  const at = (place: number) => microseconds(sorted[place] ?? 0);
  const medianUs = at(Math.floor(sorted.length / 2));
  return {
    medianUs,
    lowUs: at(0),
    highUs: at(sorted.length - 1),
    withoutLagUs: medianUs,
    byRound: Object.fromEntries(rounds.map((value, index) => [index + 1, value])),
  };
}

test("a percentile stands with the lowest and the highest round", () => {
  equal(formatPercentile(percentileOf(620, 580, 700)), "0.62 [0.58–0.70]");
});

test("a percentile of one round has no range, which would look as if it were exact", () => {
  equal(formatPercentile(percentileOf(60_400)), "60.4 (once)");
});

test("a percentile with too few samples beyond it is none", () => {
  equal(formatPercentile(undefined), "too few");
});
