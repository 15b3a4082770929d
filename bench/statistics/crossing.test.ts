import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks } from "./blocks.ts";
import { compareAll } from "./comparison.ts";
import { findCrossings, type SweepPoint } from "./crossing.ts";

type Curves = Readonly<Record<string, readonly number[]>>;

/** Four rounds in which the machine's speed differs, and each series scatters by a percent. */
function pointsOf(axis: readonly number[], curves: Curves, scatter = 0.01): readonly SweepPoint[] {
  return axis.map((value, place) => {
    const observations = Object.entries(curves).flatMap(([series, levels], shift) =>
      [1, 0.7, 1.2, 0.9].flatMap((speed, round) => {
        const level = levels[place];
        const noise = 1 + scatter * ((round + shift) % 2 === 0 ? 1 : -1);
        return level === undefined ? [] : [{ series, round, value: level * speed * noise }];
      }),
    );
    return { value, comparisons: compareAll(fitBlocks(observations)) };
  });
}

test("a crossing lies where the ratio is 1, between the points that decide", () => {
  const points = pointsOf([0, 4, 8], { blocking: [100, 50, 25], single: [50, 50, 50] });
  const [crossing, ...more] = findCrossings(points);
  equal(more.length, 0);
  deepEqual([crossing?.ahead, crossing?.behind], ["blocking", "single"]);
  deepEqual(crossing?.between, [0, 8]);
  equal(crossing?.near.toFixed(1), "4.0");
});

test("curves that never change their order, or cannot be told apart, have no crossing", () => {
  deepEqual(findCrossings(pointsOf([0, 4], { a: [100, 50], b: [50, 25] })), []);
  deepEqual(findCrossings(pointsOf([0, 4], { a: [100, 99], b: [99, 100] }, 0.05)), []);
  deepEqual(findCrossings(pointsOf([0, 4], { a: [100, 99] })), []);
});

test("a series without figures at a point decides nothing there", () => {
  deepEqual(findCrossings(pointsOf([0, 4], { a: [100], b: [50, 25] })), []);
});
