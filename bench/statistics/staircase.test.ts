import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { nextShare, type Trial } from "./staircase.ts";

/** Tries as often, against a limit at this share. */
function climb(limit: number, count: number): readonly Trial[] {
  const trials: Trial[] = [];
  for (let trial = 0; trial < count; trial += 1) {
    const share = nextShare(trials);
    trials.push({ share, passed: share <= limit });
  }
  return trials;
}

test("the first trial is at 80 %, the next goes up after a pass and down after a miss", () => {
  equal(nextShare([]), 0.8);
  equal(nextShare([{ share: 0.8, passed: true }]).toFixed(3), "0.900");
  equal(nextShare([{ share: 0.8, passed: false }]).toFixed(3), "0.700");
});

test("eight trials come within 4 % of the limit, wherever that is", () => {
  for (const limit of [0.45, 0.6, 0.74, 0.86, 0.95]) {
    const last = climb(limit, 8).at(-1)?.share ?? 0;
    ok(Math.abs(last - limit) <= 0.04, `${limit}: ${last}`);
  }
});

test("no trial lies above what can be carried, nor at nothing", () => {
  ok(climb(2, 30).every(({ share }) => share <= 0.98));
  ok(climb(0, 60).every(({ share }) => share >= 0.05));
});
