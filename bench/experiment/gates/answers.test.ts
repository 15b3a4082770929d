import { equal, match } from "node:assert/strict";
import { test } from "node:test";
import type { FailureKind } from "../../load/index.ts";
import { closedResult } from "../../results/fixtures/slices.ts";
import { early, failures, stale } from "./answers.ts";
import { closedMeasurement } from "./fixtures/measurement.ts";

const failing = (kind: FailureKind, count: number, sample: string) =>
  closedMeasurement({
    result: {
      issued: 10_000 + count,
      failures: { ...closedResult().failures, [kind]: count },
      failureSamples: { [kind]: sample },
    },
  });

test("0.1 % of failed requests is the most that passes, and the kinds are named", () => {
  equal(failures.check(failing("row", 10, "")), undefined);
  const reason = failures.check(failing("row", 11, "row `1` has randomNumber `1`"));
  equal(reason, "0.1 % of its requests failed (11 row: row `1` has randomNumber `1`)");
});

test("no response at all is a refusal, not a throughput of 0", () => {
  const silent = closedMeasurement({ result: { issued: 64, correct: 0, answers: 0 } });
  equal(failures.check(silent), "no response came");
});

test("one answer with the value of before is too many, and has a gate of its own", () => {
  const measurement = failing("stale", 1, "row `7` still has its value");
  match(
    stale.check(measurement) ?? "",
    /it answers rows that it fetched before: 1 stale: row `7` still has its value/,
  );
  equal(failures.check(failing("stale", 5000, "")), undefined);
  equal(stale.check(closedMeasurement()), undefined);
});

test("one answer that came before its wait can have ended is too many", () => {
  const measurement = failing("early", 1, "came after 3 ms");
  equal(
    early.check(measurement),
    "it answers before the database has waited: 1 early: came after 3 ms",
  );
  equal(early.check(closedMeasurement()), undefined);
});
