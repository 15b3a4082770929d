import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { startFigures } from "./turns.ts";

const turnOf = (series: string, group: number, turn: number, value: number) => ({
  series,
  group,
  turn,
  value,
});

test("a start's figure is the geometric mean of its turns", () => {
  const figures = startFigures([
    turnOf("a", 1, 1, 100),
    turnOf("a", 1, 2, 400),
    turnOf("b", 1, 1, 50),
    turnOf("b", 1, 2, 200),
  ]);
  deepEqual(
    figures.map(({ series, group, value }) => [series, group, Math.round(value)]),
    [
      ["a", 1, 200],
      ["b", 1, 100],
    ],
  );
});

test("a turn that is missing is corrected by what it did to the others", () => {
  // The second turn was twice as fast for all; `b` has only that one, and is half of `a`.
  const figures = startFigures([
    turnOf("a", 3, 1, 100),
    turnOf("a", 3, 2, 200),
    turnOf("b", 3, 2, 100),
  ]);
  const [a = 0, b = 0] = figures.map(({ value }) => value);
  ok(Math.abs(a / b - 2) < 1e-9);
});

test("groups have nothing to do with each other, and one turn is taken as it is", () => {
  const figures = [turnOf("a", 1, 1, 10), turnOf("a", 2, 1, 30), turnOf("b", 2, 1, 7)];
  deepEqual(
    startFigures(figures),
    figures.map(({ series, group, value }) => ({ series, group, value })),
  );
});
