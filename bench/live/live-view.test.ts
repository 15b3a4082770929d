import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { closedResult, closedSlice, openSlice } from "../results/fixtures/slices.ts";
import type { ExperimentRecord, Refusal } from "../results/records/records.ts";
import { entryOf } from "./live-entry.ts";
import { emptyView, viewOf } from "./live-view.ts";

const view = (...records: readonly ExperimentRecord[]) =>
  viewOf(records.flatMap((record) => entryOf(record) ?? []));
const slice = (series: string, throughput: number, refusals: readonly Refusal[] = []) =>
  closedSlice({
    series,
    refusals,
    result: closedResult({ throughput: requestsPerSecond(throughput) }),
  });

test("series stand in the order of their means, with P99 and what was refused", () => {
  const refusals = [{ gate: "steal", kind: "disturbed", reason: "steal\u001b[2J" }] as const;
  const { tables, alarms, share, progress, last } = view(
    experimentHeader(),
    slice("koa/single", 1000),
    slice("koa/single", 4000),
    slice("koa/single", 9, refusals),
    openSlice({ series: "koa/single" }),
    slice("hono/cluster×2", 4000),
    { kind: "round", round: 1, elapsedMs: 1 },
  );
  deepEqual(tables, [
    {
      title: "db, 64 connections",
      rows: [
        {
          name: "hono/cluster×2",
          throughput: "4,000",
          share: 1,
          p99Ms: "–",
          slices: 1,
          refused: 0,
        },
        {
          name: "koa/single",
          throughput: "2,000",
          share: 0.5,
          p99Ms: "1.00",
          slices: 2,
          refused: 1,
        },
      ],
    },
  ]);
  deepEqual(alarms, ["round 1: koa/single, closed: steal [2J"]);
  equal(share, 1);
  equal(progress, "1 of 2 rounds, 5 slices");
  equal(last, "round 1: hono/cluster×2, db, 4,000 req/s");
});

test("failures are alarms, the newest first", () => {
  const failure = (round: number, reason: string) =>
    ({
      kind: "failure",
      ...{ round, group: round, position: 1, series: "koa/single", reason },
      stage: "start",
    }) as const;
  deepEqual(view(experimentHeader(), failure(1, "no port"), failure(2, "exit code 1")).alarms, [
    "round 2: koa/single, start: exit code 1",
    "round 1: koa/single, start: no port",
  ]);
});

test("a run of which nothing is there yet has an empty view", () => {
  deepEqual(view(), emptyView);
  const begun = view(experimentHeader());
  deepEqual(begun.tables, [{ title: "db, 64 connections", rows: [] }]);
  match(begun.facts, /2 × Test CPU/);
  doesNotMatch(JSON.stringify(begun), /null/);
});
