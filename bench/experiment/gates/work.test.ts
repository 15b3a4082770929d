import { equal } from "node:assert/strict";
import { test } from "node:test";
import { microseconds } from "@rowbench/shared/contract";
import type { KindFigures } from "../../load/terms/load-result.ts";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { computing, waits } from "./work.ts";

const kinds = (...counts: readonly number[]): readonly KindFigures[] =>
  counts.map((correct, index) => ({ name: `${index}`, correct, latencyUs: "" }));

/** 10,000 correct answers, and so many seconds of PostgreSQL's time. */
const waiting = (seconds: number, workload: string, figures?: readonly KindFigures[]) =>
  waits.check(
    closedMeasurement({
      workload,
      record: { statements: { calls: 10_000, rows: 10_000, executionUs: seconds * 1e6 } },
      ...(figures && { result: { kinds: figures } }),
    }),
  );

test("PostgreSQL must have spent the waits of all answers, of every part of the load", () => {
  equal(waiting(49.1, "wait:5ms"), undefined);
  equal(
    waiting(1.5, "wait:5ms"),
    "PostgreSQL spent 3.0 % of the time that it was to wait: the waits are somewhere else",
  );
  equal(waiting(0.1, "db"), undefined);
});

test("of several kinds those that wait count, as many as the window knows of", () => {
  // 500 of 20 ms are 10 s.
  equal(waiting(9.9, "mixed", kinds(9400, 500, 100)), undefined);
  equal(waiting(9.7, "mixed", kinds(9400, 500, 100))?.slice(0, 23), "PostgreSQL spent 97.0 %");
});

test("time in PostgreSQL that was not counted refuses nothing", () => {
  const statements = { unavailable: "no extension" };
  const measurement = closedMeasurement({ workload: "wait:5ms", record: { statements } });
  equal(waits.check(measurement), undefined);
});

test("the server must have used the CPU time that it was asked to compute", () => {
  const used = (ms: number, workload: string, figures?: readonly KindFigures[]) =>
    computing.check(
      closedMeasurement({
        workload,
        record: { serverCpuUs: microseconds(ms * 1000) },
        result: { answers: 400, ...(figures && { kinds: figures }) },
      }),
    );
  equal(used(700, "cpu:2ms"), undefined);
  equal(used(80, "cpu:2ms"), "the server used 10.0 % of the CPU time that it was to compute");
  equal(used(8, "db"), undefined);
  equal(used(16.1, "mixed", kinds(376, 20, 4)), undefined);
  equal(used(15.9, "mixed", kinds(376, 20, 4))?.slice(0, 22), "the server used 79.5 %");
  // Twice as many were answered once the window was over.
  equal(used(16.1, "mixed", kinds(1128, 60, 12)), undefined);
});
