import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { baseRatios } from "./base-ratios.ts";
import { fitBlocks } from "./blocks.ts";
import { compareAll } from "./comparison.ts";

const series = ["koa/single", "koa/cluster", "hono/cluster"].map((name) => {
  const [row = "", column = ""] = name.split("/");
  return { name, row, column };
});

type Figure = readonly [series: string, round: number, value: number];

function ratiosOf(figures: readonly Figure[]) {
  const observations = figures.map(([name, round, value]) => ({ series: name, round, value }));
  return baseRatios(series, "single", compareAll(fitBlocks(observations)));
}

test("models are compared within rounds: a machine that halves its speed changes no ratio", () => {
  const [koa, ...others] = ratiosOf([
    ["koa/single", 1, 1000],
    ["koa/single", 2, 500],
    ["koa/cluster", 1, 1200],
    ["koa/cluster", 2, 600],
    ["hono/cluster", 1, 1200],
  ]);
  equal(koa?.row, "koa");
  const interval = koa?.ratios.get("cluster");
  deepEqual(
    [interval?.ratio, interval?.low, interval?.high].map((value) => value?.toFixed(6)),
    ["1.200000", "1.200000", "1.200000"],
  );
  // Hono was not measured under `single`.
  deepEqual(others, []);
});

test("a model that shares no round with `single` has no ratio", () => {
  deepEqual(
    ratiosOf([
      ["koa/single", 1, 1000],
      ["koa/cluster", 2, 1200],
    ]),
    [],
  );
});
