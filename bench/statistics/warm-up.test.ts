import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { judgeWarmUp } from "./warm-up.ts";

/** Five bins of each count. */
const fives = (...counts: readonly number[]) => counts.flatMap((count) => Array(5).fill(count));

test("a rise of 3 % over half a second is steady, a larger one is not", () => {
  assert.equal(judgeWarmUp(fives(10_000, 10_300), 10, 50), "steady");
  assert.equal(judgeWarmUp(fives(10_000, 10_301), 10, 50), "rising");
  assert.equal(judgeWarmUp([1, ...fives(10_000, 10_300)], 10, 50), "steady");
});

test("few answers may rise by chance: 2 / √400 is a tenth", () => {
  // The last five bins hold 400: 400 <= 364 * 1.1, and 400 > 363 * 1.1.
  assert.equal(judgeWarmUp([72, 73, 73, 73, 73, ...fives(80)], 10, 50), "steady");
  assert.equal(judgeWarmUp([72, 72, 73, 73, 73, ...fives(80)], 10, 50), "rising");
});

test("a rise within the scatter of the bins is steady, one beyond it is not", () => {
  const rough = (level: number) =>
    Array.from({ length: 10 }, (_, bin) => level * (1 + 0.2 * (bin % 2)));
  assert.equal(judgeWarmUp([...rough(10_000), ...rough(10_500)], 20, 50), "steady");
  assert.equal(judgeWarmUp([...rough(10_000), ...rough(12_500)], 20, 50), "rising");
});

test("falling is steady, because slower than before needs no more warm-up", () => {
  assert.equal(judgeWarmUp(fives(10_000, 5000), 10, 50), "steady");
});

test("nothing is steady before the shortest time, nor with less than ten bins", () => {
  assert.equal(judgeWarmUp(fives(100, 100), 11, 50), "rising");
  assert.equal(judgeWarmUp(fives(100, 100).slice(1), 0, 50), "rising");
});

test("with under 50 answers in five bins the shortest time is enough", () => {
  assert.equal(judgeWarmUp([0, 0, 20, 29, 0], 5, 50), "steady");
  assert.equal(judgeWarmUp([0, 0, 20, 30, 0], 5, 50), "rising");
  assert.equal(judgeWarmUp(fives(0, 9), 10, 50), "steady");
  assert.equal(judgeWarmUp(fives(0, 9), 11, 50), "rising");
});

test("the longest time ends a warm-up that still rises", () => {
  assert.equal(judgeWarmUp(fives(100, 200), 10, 10), "unsettled");
  assert.equal(judgeWarmUp([100], 0, 1), "unsettled");
});

test("no warm-up at all is steady", () => {
  assert.equal(judgeWarmUp([], 0, 0), "steady");
});

test("constant answers are steady at the shortest time, whatever their number", () => {
  fc.assert(
    fc.property(fc.nat({ max: 100_000 }), fc.integer({ min: 10, max: 60 }), (count, shortest) => {
      const bins = Array<number>(shortest).fill(count);
      assert.equal(judgeWarmUp(bins, shortest, 100), "steady");
      assert.equal(judgeWarmUp(bins.slice(1), shortest, 100), "rising");
    }),
  );
});
