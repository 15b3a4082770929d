import assert from "node:assert/strict";
import { test } from "node:test";
import type { Noise } from "../../statistics/detectable.ts";
import { tenMinuteDesigns } from "./designs.ts";

const usual = { within: 0.07 ** 2, between: 0.03 ** 2, alone: 0 };
const designsBy = (noise: Noise) => {
  const named = { noise, source: "a test" };
  return tenMinuteDesigns({ pair: named, twelve: named });
};

test("ten minutes hold many rounds of a pair, and fewer of twelve cells", () => {
  const { pair, twelve } = designsBy(usual);
  assert.equal(pair.series, 2);
  assert.equal(twelve.series, 12);
  assert.ok(twelve.rounds >= 3 && pair.rounds > twelve.rounds);
  assert.ok(pair.seconds >= 0.8 && twelve.seconds >= 0.8);
});

test("noise that is all within starts makes them longer", () => {
  const { pair } = designsBy({ within: 0.07 ** 2, between: 0.005 ** 2, alone: 0 });
  assert.ok(pair.seconds > designsBy(usual).pair.seconds);
});
