import { equal, match } from "node:assert/strict";
import { test } from "node:test";
import { closedResult } from "../../results/fixtures/slices.ts";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { ids } from "./ids.ts";

const even = closedResult().answersPerIdBin ?? [];

test("answers that come from all rows alike pass", () => {
  equal(ids.check(closedMeasurement()), undefined);
});

test("answers from a part of the table are refused", () => {
  const lowerHalf = even.map((count, bin) => (bin < 32 ? count : 0));
  match(
    ids.check(closedMeasurement({ result: { answersPerIdBin: lowerHalf } })) ?? "",
    /^it does not draw from all 10000 ids alike/,
  );
});

test("a workload without rows has no ids to judge", () => {
  const none = even.map(() => 0);
  equal(
    ids.check(closedMeasurement({ workload: "json", result: { answersPerIdBin: none } })),
    undefined,
  );
  const { answersPerIdBin: _, ...result } = closedResult();
  equal(ids.check(closedMeasurement({ record: { result } })), undefined);
});
