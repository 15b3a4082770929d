import assert from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "../../statistics/blocks.ts";
import { scaledRounds } from "./scaled-rounds.ts";

const observations = [1, 2, 3].flatMap((round) =>
  ["a", "b", "c"].map((series, place) => ({
    series,
    round,
    value: 1000 * round * Math.exp(((round * (place + 1)) % 4) * 0.01),
  })),
);

test("the scatter that series and round leave has the variance that was asked for", () => {
  const scaled = scaledRounds(observations, 0.0025);
  const again = scaled.flatMap((round, index) =>
    round.map((logarithm, place) => ({
      series: String(place),
      round: index,
      value: Math.exp(logarithm),
    })),
  );
  assert.ok(Math.abs(fitBlocks(again).variance.value - 0.0025) < 1e-12);
});

test("each round keeps its level", () => {
  const levels = scaledRounds(observations, 0.0025).map(
    (round) => round.reduce((sum, value) => sum + value, 0) / round.length,
  );
  const recorded = scaledRounds(observations, fitBlocks(observations).variance.value).map(
    (round) => round.reduce((sum, value) => sum + value, 0) / round.length,
  );
  levels.forEach((level, round) => {
    assert.ok(Math.abs(level - (recorded[round] ?? 0)) < 1e-12);
  });
});

test("rounds without scatter stay as they are", () => {
  const flat = observations.map((one) => ({ ...one, value: 500 }));
  for (const value of scaledRounds(flat, 0.01).flat()) {
    assert.ok(Math.abs(value - Math.log(500)) < 1e-12);
  }
});
