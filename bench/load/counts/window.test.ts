import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Window } from "./window.ts";

test("nothing overlaps a window that is not open", () => {
  const window = new Window(100, 1, () => {});
  assert.equal(window.overlapUs(0, 1e12), 0);
  assert.equal(window.contains(1e12), false);
});

test("a time overlaps the window with what lies within it", () => {
  const window = new Window(100, 1, () => {});
  window.open(1000);
  const cases = [
    [900, 1000, 0],
    [990, 1010, 10],
    [1010, 1030, 20],
    [1090, 1110, 10],
    [900, 1200, 100],
    [1100, 1200, 0],
  ] as const;
  for (const [from, to, overlap] of cases) assert.equal(window.overlapUs(from, to), overlap);
  assert.deepEqual(
    [999, 1000, 1099, 1100].map((at) => window.contains(at)),
    [false, true, true, false],
  );
});

test("requests that follow each other without a gap overlap with exactly the window", () => {
  const times = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 40 }), (timesUs, startUs) => {
      const window = new Window(50, 1, () => {});
      window.open(startUs);
      let atUs = 0;
      let sum = 0;
      for (const timeUs of timesUs) {
        sum += window.overlapUs(atUs, atUs + timeUs);
        atUs += timeUs;
      }
      assert.equal(sum, 50);
    }),
  );
});
