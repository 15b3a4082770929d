import { equal } from "node:assert/strict";
import { test } from "node:test";
import { microseconds } from "@rowbench/shared/contract";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { workers } from "./workers.ts";

const judge = (cpuMs: readonly number[], model = "cluster", number = 4, connections = 64) =>
  workers.check(
    closedMeasurement({
      series: { model, workers: number },
      load: { connections },
      record: { workerCpuUs: cpuMs.map((ms) => microseconds(ms * 1000)) },
    }),
  );

test("every worker must have done a fifth of the mean of all", () => {
  equal(judge([300, 300, 300, 60]), undefined);
  equal(judge([300, 300, 300, 40]), "1 of its 4 workers did less than 20.0 % of the mean of all");
  equal(judge([900, 10, 5]), "3 of its 4 workers did less than 20.0 % of the mean of all");
});

test("threads beyond the workers, such as the primary's, are no workers", () => {
  equal(judge([300, 300, 300, 300, 1, 1]), undefined);
});

test("one event loop has nobody to share with, whatever the size of its thread pool", () => {
  equal(judge([900, 5], "single", 1), undefined);
  equal(judge([900, 5], "thread-pool", 8, 128), undefined);
});

test("with few connections or answers a worker may go without by chance", () => {
  equal(judge([300, 300, 300, 1], "reuseport", 4, 63), undefined);
  const few = closedMeasurement({
    series: { model: "threads", workers: 2 },
    result: { answers: 31 },
  });
  equal(workers.check(few), undefined);
});

test("where the system tells nothing of threads no worker is missed", () => {
  const { cpu, ...record } = closedMeasurement().record;
  const series = { server: "koa", model: "threads", workers: 2 };
  equal(workers.check({ ...closedMeasurement(), series, record }), undefined);
  equal(cpu === undefined, false);
});
