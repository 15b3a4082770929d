import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { findCrossings } from "./crossing.ts";
import type { SweepValues } from "./sweep-summary.ts";
import { judge } from "./verdict.ts";

type Curves = Readonly<Record<string, readonly number[]>>;

/** Four rounds in which the machine's speed differs, and each series scatters by a percent. */
function valuesOf(axis: readonly number[], curves: Curves, scatter = 0.01): SweepValues {
  const speeds = [1, 0.7, 1.2, 0.9];
  const names = Object.keys(curves);
  return {
    series: names,
    points: axis.map((value) => ({ label: `${value} ms`, value })),
    memoryOf: () => 0,
    cpuOf: () => new Map(),
    valuesOf: (name, point) => {
      const value = curves[name]?.[axis.indexOf(Number.parseInt(point, 10))];
      if (value === undefined) return new Map();
      const shift = names.indexOf(name);
      return new Map(
        speeds.map((speed, round) => {
          const noise = 1 + scatter * ((round + shift) % 2 === 0 ? 1 : -1);
          return [round + 1, value * speed * noise];
        }),
      );
    },
  };
}

test("a crossing lies where the ratio is 1, between the points that decide", () => {
  const values = valuesOf([0, 4, 8], { blocking: [100, 50, 25], single: [50, 50, 50] });
  const [crossing, ...more] = findCrossings(values);
  equal(more.length, 0);
  deepEqual([crossing?.ahead, crossing?.behind], ["blocking", "single"]);
  deepEqual(crossing?.between, [0, 8]);
  equal(crossing?.near.toFixed(1), "4.0");
});

test("curves that never change their order, or cannot be told apart, have no crossing", () => {
  deepEqual(findCrossings(valuesOf([0, 4], { a: [100, 50], b: [50, 25] })), []);
  deepEqual(findCrossings(valuesOf([0, 4], { a: [100, 99], b: [99, 100] }, 0.05)), []);
  deepEqual(findCrossings(valuesOf([0, 4], { a: [100, 99] })), []);
});

test("a series without figures at a point decides nothing there", () => {
  deepEqual(findCrossings(valuesOf([0, 4], { a: [100], b: [50, 25] })), []);
});

test("the best leads, and who cannot be told from it is a tie", () => {
  const values = valuesOf([0], { slow: [50], best: [100], near: [99.5] });
  deepEqual(
    judge(values, "0 ms").map(({ series, standing }) => [series, standing]),
    [
      ["best", "best"],
      ["near", "tie"],
      ["slow", "slower"],
    ],
  );
  deepEqual(judge(valuesOf([0], {}), "0 ms"), []);
});
