import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { Series } from "../../results/records/series.ts";
import { experimentSummary, koa, loadLike, loadSummary } from "../fixtures/summary.ts";
import { curvesBlocks } from "./curves.ts";

const view = { kind: "curves", axis: "wait", unit: "ms of database wait" } as const;
const blocking: Series = { ...koa, model: "blocking", workers: 2 };

function curves(...points: readonly (readonly [number, number, number])[]) {
  const loads = points.map(([place, single, other]) => {
    const throughputs = (base: number, shift: number) =>
      [0, 1, 2, 3].map((round) => base * (1 + (((round + shift) % 3) - 1) / 100));
    const figures = [
      { series: koa, throughputs: throughputs(single, 0) },
      { series: blocking, throughputs: throughputs(other, 1) },
    ];
    return loadSummary(figures, { load: loadLike({ name: `${place} ms`, place }) });
  });
  const series = [koa, blocking, { ...koa, model: "cluster" }];
  return curvesBlocks(experimentSummary(loads, { view, plan: { series } }), view);
}

test("a line is a place, a column a series; one without figures keeps its column", () => {
  const [title, table] = curves([0, 1000, 2000], [5, 500, 100]);
  deepEqual(title, { kind: "heading", text: "Requests/s by wait" });
  deepEqual(table?.kind === "table" && table.table.columns.map((column) => column.title), [
    "wait",
    "single",
    "blocking×2",
    "cluster",
  ]);
  deepEqual(table?.kind === "table" && table.table.rows.map((cells) => [cells[0], cells[3]]), [
    ["0 ms", "–"],
    ["5 ms", "–"],
  ]);
});

test("a crossing is a sentence with the places that it lies between", () => {
  const last = curves([0, 1000, 2000], [5, 1000, 100]).at(-1);
  deepEqual(
    last?.kind === "sentences" && last.sentences[0],
    "Above about 1.2 ms of database wait (between 0 and 5) blocking×2 falls behind single.",
  );
});

test("orders that are not told are no crossing", () => {
  const last = curves([0, 1000, 1001], [5, 1001, 1000]).at(-1);
  deepEqual(
    last?.kind === "sentences" && last.sentences[0],
    "No order is seen to turn within this sweep.",
  );
});
