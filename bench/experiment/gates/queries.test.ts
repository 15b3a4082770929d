import { equal, match } from "node:assert/strict";
import { test } from "node:test";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { queries } from "./queries.ts";

/** What the gate says of so many calls and rows for 10,000 correct answers, 10,003 issued. */
const judge = (calls: number, rows: number, workload = "db") =>
  queries.check(
    closedMeasurement({
      workload,
      result: { issued: 10_003 },
      record: { statements: { calls, rows, executionUs: 0 } },
    }),
  ) ?? "";

test("each answer has its query, and requests that failed may have been queried or not", () => {
  for (const count of [10_000, 10_001, 10_003]) equal(judge(count, count), "");
  equal(judge(10_003, 10_000), "");
});

test("each way to save or to fake queries is told by what PostgreSQL counted", () => {
  match(judge(9999, 9999), /ran 9999 queries that gave 9999 rows for 10000 correct responses/);
  match(judge(9999, 9999), /it answers without a query$/);
  match(judge(2500, 10_000), /it fetches several rows with one query$/);
  match(judge(2500, 9980), /it fetches several rows with one query$/);
  match(judge(10_000, 200), /it runs queries that return no row$/);
  match(judge(10_004, 10_000), /it runs more queries than it answers$/);
  match(judge(10_000, 20_000), /it fetches more rows than it answers$/);
});

test("a workload without rows must not query at all", () => {
  equal(judge(0, 0, "json"), "");
  match(judge(1, 1, "json"), /more queries than it answers/);
  match(judge(0, 0, "mixed"), /without a query/);
});

test("a server whose queries cannot be counted is not refused for it", () => {
  const statements = { unavailable: "no extension" };
  equal(queries.check(closedMeasurement({ record: { statements } })), undefined);
});
