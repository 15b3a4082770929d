import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import { closedResult, closedSlice } from "../fixtures/slices.ts";
import type { ReadRecords } from "../records/read-records.ts";
import type { ExperimentHeader } from "../records/records.ts";
import { compareRuns } from "./compare-runs.ts";
import { slowdownsBeyond } from "./slowdown.ts";

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

test("only what is surely slower, and by more than the limit, fails", () => {
  const one = { name: "koa", ratio: 0.9, low: 0.88, high: 0.92, verdict: "slower" } as const;
  match(
    slowdownsBeyond([one], 0.05)[0] ?? "",
    /koa is slower by 10\.0 % \[8\.0, 12\.0\], allowed: 5 %/,
  );
  match(slowdownsBeyond([one], 1.01 - 1)[0] ?? "", /allowed: 1 %$/);
  deepEqual(slowdownsBeyond([one], 0.15), []);
  deepEqual(slowdownsBeyond([{ ...one, verdict: "cannot tell" }], 0.05), []);
});
