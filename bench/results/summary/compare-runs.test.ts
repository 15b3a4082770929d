import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import { closedResult, closedSlice } from "../fixtures/slices.ts";
import type { ReadRecords } from "../records/read-records.ts";
import type { ExperimentHeader } from "../records/records.ts";
import { compareRuns } from "./compare-runs.ts";
import { regressionsBeyond } from "./regressions.ts";

/** koa at these throughputs, a round each. */
function runOf(
  throughputs: readonly number[],
  changes: Partial<ExperimentHeader> = {},
): ReadRecords {
  const records = throughputs.map((throughput, index) => {
    const result = closedResult({ throughput: requestsPerSecond(throughput) });
    return closedSlice({ series: "koa/single", round: index + 1, result });
  });
  return { header: experimentHeader(changes), records, problems: [] };
}

const before = runOf([1000, 1010, 990, 1005]);
const slower = runOf([800, 806, 795, 803]);

function koaIn(after: ReadRecords) {
  const row = compareRuns(before, after).rows.find(({ series }) => series === "koa/single");
  return row?.figures.throughput;
}

test("what both runs hold is compared, the later against the earlier", () => {
  equal(koaIn(slower)?.verdict, "slower");
  equal(koaIn(slower)?.ratio.toFixed(2), "0.80");
  equal(koaIn(before)?.verdict === "slower", false);
});

test("a run of another machine, runtime, table or workload is named by what differs", () => {
  const { machine, database, plan } = experimentHeader();
  const loads = plan.loads.map((load) => ({ ...load, connections: 1 }));
  const other = runOf([1, 2], {
    machine: { ...machine, cores: 64, node: "26.1.0" },
    database: { ...database, rows: 5 },
    plan: { ...plan, loads },
  });
  const text = compareRuns(before, other).differences.join("\n");
  for (const words of [/64 × Test CPU/, /Node 26\.1\.0/, /rows: `10000` and `5`/, /1 connections/])
    match(text, words);
  deepEqual(compareRuns(before, slower).differences, []);
});

test("a runtime of another version or build is named, one that only one run has is not", () => {
  const earlier = runOf([1, 2], { runtimes: { bun: "Bun 1.4.5" } });
  const later = runOf([1, 2], { runtimes: { bun: "Bun 1.5.0", deno: "Deno 2.9.6" } });
  deepEqual(compareRuns(earlier, later).differences, ["bun: `Bun 1.4.5` and `Bun 1.5.0`"]);
});

test("only what is surely worse, and by more than its limit, fails", () => {
  const lost = { ratio: 0.9, low: 0.88, high: 0.92, verdict: "slower" } as const;
  const added = { ratio: 1.09, low: 1.07, high: 1.11, verdict: "slower" } as const;
  const one = { name: "koa", figures: { throughput: lost, cpuUsPerRequest: added } };
  const slower = (share: number) => [{ figure: "throughput", share } as const];
  const costlier = (share: number) => [{ figure: "cpuUsPerRequest", share } as const];
  deepEqual(regressionsBeyond([one], [...slower(0.05), ...costlier(0.02)]), [
    "koa is slower by 10.0 % [8.0, 12.0], allowed: 5 %",
    "koa is costlier by 9.0 % [7.0, 11.0], allowed: 2 %",
  ]);
  match(regressionsBeyond([one], slower(1.01 - 1))[0] ?? "", /allowed: 1 %$/);
  deepEqual(regressionsBeyond([one], [...slower(0.15), ...costlier(0.1)]), []);
  const unsure = {
    name: "koa",
    figures: { throughput: { ...lost, verdict: "cannot tell" } },
  } as const;
  deepEqual(regressionsBeyond([unsure], slower(0.05)), []);
});
