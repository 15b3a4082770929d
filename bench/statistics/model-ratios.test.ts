import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { runHeader } from "../measure/fixtures/run-header.ts";
import { closedSlice } from "../measure/fixtures/slices.ts";
import type { RunRecord } from "../measure/records.ts";
import { modelRatios } from "./model-ratios.ts";
import { summarize } from "./summary.ts";

const cells = ["single", "cluster"].map((model) => ({ server: "koa", model, workers: 1 }));
const plan = { ...runHeader().plan, cells };

function ratiosOf(throughputs: readonly (readonly [string, number, number])[]) {
  const slices = throughputs.map(([model, round, throughput]): RunRecord => {
    const load = { ...closedSlice().load, throughput: requestsPerSecond(throughput) };
    return closedSlice({ server: "koa", model, round, load });
  });
  const ends = [1, 2].map((round): RunRecord => ({ kind: "round", round, elapsedMs: 1 }));
  const [summary] = summarize([runHeader({ plan }), ...slices, ...ends]);
  return summary === undefined ? [] : modelRatios(summary);
}

test("ratios are taken within rounds: a machine that halves its speed changes none", () => {
  const [koa] = ratiosOf([
    ["single", 1, 1000],
    ["single", 2, 500],
    ["cluster", 1, 1200],
    ["cluster", 2, 600],
  ]);
  const interval = koa?.ratios.get("cluster");
  deepEqual(
    [interval?.ratio, interval?.low, interval?.high].map((value) => value?.toFixed(6)),
    ["1.200000", "1.200000", "1.200000"],
  );
});

test("a single common round gives no ratio", () => {
  equal(
    ratiosOf([
      ["single", 1, 1000],
      ["single", 2, 500],
      ["cluster", 1, 1200],
    ]).length,
    0,
  );
});
