import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { closedMeasurement, openMeasurement } from "./fixtures/measurement.ts";
import { refusalsOf } from "./gates.ts";

test("a slice without fault passes every gate", () => {
  deepEqual(refusalsOf(closedMeasurement()), []);
  deepEqual(refusalsOf(openMeasurement()), []);
});

test("a refusal names its gate and whose fault it is", () => {
  const record = { clockStepMs: -3_600_000, canary: 1.2 };
  const statements = { calls: 9999, rows: 9999, executionUs: 100_000 };
  deepEqual(
    refusalsOf(
      closedMeasurement({
        record: { ...record, statements },
        result: { generatorBusy: 0.7 },
        headroom: 15_000,
      }),
    ).map(({ gate, kind }) => `${gate}: ${kind}`),
    ["queries: wrong", "canary: disturbed", "clock: disturbed", "generator: instrument"],
  );
});
