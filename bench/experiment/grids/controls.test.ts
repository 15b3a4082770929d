import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { testLoad } from "../fixtures/test-plan.ts";
import { withControls } from "./controls.ts";
import type { Grid } from "./grid.ts";

const baseline = { server: "node-http", model: "single", workers: 1 };
const others = (count: number) =>
  Array.from({ length: count }, (_, copy) => ({
    server: "koa",
    model: "single",
    workers: 1,
    copy,
  }));
const gridOf = (series: Grid["series"], load = "db"): Grid => ({
  view: { kind: "ranking" },
  series,
  loads: [testLoad(load)],
});

test("the baseline gets a twin and a copy with extra work, and joins where it was missing", () => {
  const { series, controls } = withControls(gridOf([baseline]));
  equal(series.length, 3);
  deepEqual(controls?.added, ["node-http/single, copy 2", "node-http/single, +40 µs of CPU"]);
  deepEqual(withControls(gridOf(others(2))).controls?.added.length, 3);
});

test("among few series the controls are rare, among many they are in every round", () => {
  equal(withControls(gridOf([baseline, ...others(33)])).controls?.everyRounds, 1);
  ok((withControls(gridOf(others(2))).controls?.everyRounds ?? 0) > 3);
});

test("the baseline is measured under the load of the controls, whatever else is", () => {
  const grid = gridOf([baseline, ...others(1)]);
  const loads = [{ ...testLoad("db"), series: ["koa/single, copy 0"] }];
  deepEqual(withControls({ ...grid, loads }).loads[0]?.series, [
    "koa/single, copy 0",
    "node-http/single",
  ]);
});

test("without plain look-ups there is nothing to tell controls by", () => {
  const grid = gridOf([baseline], "wait:20ms");
  equal(withControls(grid), grid);
});
