import assert from "node:assert/strict";
import { test } from "node:test";
import { seriesKey } from "../../results/records/series.ts";
import { waitWorkload } from "../../results/records/workload.ts";
import { copiesGrid } from "./copies.ts";
import { loadOf } from "./loads.ts";

test("copies differ by their numbers alone", () => {
  const server = { server: "koa", model: "single", workers: 1 };
  const { series, view, controls } = copiesGrid(server, 3, loadOf(waitWorkload(0), 64));
  assert.deepEqual(series.map(seriesKey), [
    "koa/single, copy 1",
    "koa/single, copy 2",
    "koa/single, copy 3",
  ]);
  assert.equal(view.kind, "ranking");
  assert.equal(controls, undefined);
});
