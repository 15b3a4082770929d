import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { type Cell, listCells, listServers } from "@rowbench/shared/concurrency";
import { milliseconds } from "@rowbench/shared/contract";
import { testLoad } from "../fixtures/test-plan.ts";
import { seriesOfCells } from "../grids/cell-series.ts";
import { cellsWithin, describeLeftOut, withoutColdLatency } from "./within-budget.ts";

const minutes = (count: number) => ({ budget: milliseconds(count * 60_000) });
const servers = listServers().filter(({ name }) => name !== "uwebsockets");
const cells = await listCells(servers, ["single", "cluster", "reuseport"]);

function gridOf(chosen: readonly Cell[]) {
  return {
    view: { kind: "ranking" } as const,
    series: seriesOfCells(chosen, () => 1),
    loads: [testLoad("db", [{ name: "common" }])],
  };
}

const modelsWithin = (count: number) => [
  ...new Set(cellsWithin(minutes(count), cells, gridOf).map(({ model }) => model)),
];

test("a model without room for warm servers is left out, the first one never", () => {
  deepEqual([0.1, 1, 3, 10].map(modelsWithin), [
    ["single"],
    ["single"],
    ["single", "cluster"],
    ["single", "cluster", "reuseport"],
  ]);
});

test("latency is left out where servers would be cold beside it, and that is said", () => {
  const grid = gridOf(cells.filter(({ model }) => model === "single"));
  const cold = withoutColdLatency(grid, minutes(1));
  deepEqual(
    cold.loads.map(({ paces }) => paces),
    [[]],
  );
  equal(withoutColdLatency(grid, minutes(2)), grid);
  deepEqual(describeLeftOut(cells, cells, true), []);
  deepEqual(
    describeLeftOut(cells, cells, false).map((line) => line.slice(0, 18)),
    ["left out  latency:"],
  );
});
