import { deepEqual, equal, throws } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { runHeader } from "../measure/fixtures/run-header.ts";
import { closedSlice, histogramOf, openSlice } from "../measure/fixtures/slices.ts";
import type { RunRecord, SliceRecord } from "../measure/records.ts";
import { geometricMean } from "./geometric-mean.ts";
import { summarize } from "./summary.ts";

const summarizeFirst = (records: readonly RunRecord[]) => {
  const [first] = summarize(records);
  if (first === undefined) throw new Error("no workload");
  return first;
};

const koa = { server: "koa", model: "single", workers: 1 };
const hono = { server: "hono", model: "cluster", workers: 2 };

function closedAt(cell: typeof koa, round: number, throughput: number): SliceRecord {
  const load = { ...closedSlice().load, throughput: requestsPerSecond(throughput) };
  return closedSlice({ ...cell, round, load });
}

const roundEnd = (round: number): RunRecord => ({ kind: "round", round, elapsedMs: 1000 });

test("throughput is the geometric mean over rounds, with its lowest and highest round", () => {
  const records = [closedAt(koa, 1, 8000), closedAt(koa, 2, 18_000)];
  const { ranked } = summarizeFirst([runHeader(), ...records, roundEnd(1), roundEnd(2)]);
  const throughput = ranked[0]?.throughput;
  deepEqual([throughput?.low, throughput?.high], [8000, 18_000]);
  equal(Math.round(throughput?.mean ?? 0), 12_000);
});

test("the faster cell stands first, whatever the plan's order", () => {
  const records = [closedAt(koa, 1, 8000), closedAt(hono, 1, 9000), roundEnd(1)];
  const { ranked } = summarizeFirst([runHeader(), ...records]);
  deepEqual(
    ranked.map(({ server }) => server),
    ["hono", "koa"],
  );
});

test("an unfinished round counts nothing", () => {
  const records = [closedAt(koa, 1, 8000), roundEnd(1), closedAt(koa, 2, 80_000)];
  const { ranked, rounds } = summarizeFirst([runHeader(), ...records]);
  equal(rounds, 1);
  equal(ranked[0]?.throughput.high, 8000);
});

test("histograms of all rounds are merged before a percentile is read", () => {
  const slow = { ...openSlice().load, latencyUs: histogramOf(9000, 200) };
  const open = [openSlice({ ...koa, round: 1 }), openSlice({ ...koa, round: 2, load: slow })];
  const closed = [closedAt(koa, 1, 8000), closedAt(koa, 2, 8000)];
  const [cell] = summarizeFirst([runHeader(), ...closed, ...open, roundEnd(1), roundEnd(2)]).ranked;
  const { latency } = cell ?? {};
  equal(latency?.kind, "measured");
  if (latency?.kind !== "measured") return;
  deepEqual([latency.samples, latency.p50Us, latency.p99Us], [10_200, 1000, 9007]);
});

test("a percentile with fewer than 100 samples beyond it is not shown", () => {
  const load = { ...openSlice().load, latencyUs: histogramOf(1000, 9999) };
  const records = [closedAt(koa, 1, 8000), openSlice({ ...koa, load }), roundEnd(1)];
  const [cell] = summarizeFirst([runHeader(), ...records]).ranked;
  deepEqual(cell?.latency, { kind: "measured", samples: 9999, p50Us: 1000 });
});

test("a rate above 85 % of the throughput is called saturated", () => {
  const records = [closedAt(koa, 1, 1100), openSlice(koa), roundEnd(1)];
  deepEqual(summarizeFirst([runHeader(), ...records]).ranked[0]?.latency, { kind: "saturated" });
});

test("a refused slice counts nothing and its reason is kept", () => {
  const refusals = [{ gate: "queries", reason: "PostgreSQL counted 0 row queries" }];
  const records = [closedAt(koa, 1, 8000), closedSlice({ ...koa, round: 2, refusals })];
  const [cell] = summarizeFirst([runHeader(), ...records, roundEnd(1), roundEnd(2)]).ranked;
  equal(cell?.rounds, 1);
  deepEqual(cell?.refusals, ["round 2, closed loop: PostgreSQL counted 0 row queries"]);
});

test("a cell without any round that counts is refused, not left out", () => {
  const failure: RunRecord = {
    ...{ kind: "failure", round: 1, position: 1, ...hono },
    ...{ stage: "start", reason: "exit code 1: no such module" },
  } as const;
  const { ranked, refused } = summarizeFirst([
    runHeader(),
    closedAt(koa, 1, 1),
    failure,
    roundEnd(1),
  ]);
  equal(ranked.length, 1);
  deepEqual(refused, [{ ...hono, reasons: ["round 1, start: exit code 1: no such module"] }]);
});

test("CPU time per request counts every correct response, also those after the stop", () => {
  const load = { ...closedSlice().load, correct: 9000, lateCorrect: 1000 };
  const records = [closedSlice({ ...koa, load }), roundEnd(1)];
  equal(Math.round(summarizeFirst([runHeader(), ...records]).ranked[0]?.cpuPerRequest ?? 0), 50);
});

test("records without the run's description are no run", () => {
  throws(() => summarizeFirst([roundEnd(1)]), /first record/);
});

test("the geometric mean of 2 and 8 is 4", () => {
  equal(geometricMean([2, 8]), 4);
});

test("batches have no latency, and are not refused for it", () => {
  const header = runHeader();
  const options = { ...header.plan.options, pipeline: 16 };
  const batches = { ...header, plan: { ...header.plan, options } };
  const { ranked } = summarizeFirst([batches, closedAt(koa, 1, 8000), roundEnd(1)]);
  equal(ranked[0]?.latency.kind, "unmeasured");
  const { ranked: single } = summarizeFirst([header, closedAt(koa, 1, 8000), roundEnd(1)]);
  equal(single[0]?.latency.kind, "refused");
});
