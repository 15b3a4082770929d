import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { array, assert, double, integer, property, tuple } from "fast-check";
import { intervalBars } from "./interval-bar.ts";

test("all intervals share the scale from the lowest to the highest of them", () => {
  const intervals = [
    { value: 30, low: 20, high: 40 },
    { value: 5, low: 0, high: 10 },
  ];
  deepEqual(intervalBars(intervals, 9), ["····╶─●─╴", "╶●╴······"]);
});

test("values without a range are a dot", () => {
  deepEqual(intervalBars([{ value: 7, low: 7, high: 7 }], 5), ["··●··"]);
});

test("each bar has the width and one dot, whatever the figures", () => {
  const figure = double({ min: 1, max: 1e6, noNaN: true });
  assert(
    property(
      array(tuple(figure, figure, figure), { minLength: 1 }),
      integer({ min: 4, max: 40 }),
      (rows, width) => {
        const intervals = rows.map((row) => {
          const [low = 0, value = 0, high = 0] = row.toSorted((a, b) => a - b);
          return { low, value, high };
        });
        for (const bar of intervalBars(intervals, width)) {
          ok([...bar].length === width);
          ok([...bar].filter((one) => one === "●").length === 1);
        }
      },
    ),
  );
});
