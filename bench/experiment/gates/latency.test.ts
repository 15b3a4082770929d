import { equal } from "node:assert/strict";
import { test } from "node:test";
import { closedResult, histogramOf } from "../../results/fixtures/slices.ts";
import { closedMeasurement, openMeasurement } from "./fixtures/measurement.ts";
import { latencyAddsUp } from "./latency.ts";

const { failures } = closedResult();

test("each request that was sent has ended, one way or another", () => {
  const result = { issued: 10_006, failures: { ...failures, reset: 2, timeout: 1, row: 3 } };
  equal(latencyAddsUp.check(closedMeasurement({ result })), undefined);
  equal(
    latencyAddsUp.check(closedMeasurement({ result: { ...result, issued: 10_007 } })),
    "10007 requests were sent, and 10006 have ended",
  );
});

test("each arrival was sent or given up", () => {
  equal(
    latencyAddsUp.check(openMeasurement({ result: { offered: 10_001 } })),
    "10001 arrivals were due, and 10000 were taken",
  );
});

test("each arrival that was answered, too late or never sent has a latency", () => {
  const lost = {
    issued: 10_003,
    offered: 10_005,
    unsent: 2,
    failures: { ...failures, reset: 2, timeout: 1 },
  };
  const latencyUs = histogramOf(1000, 10_003);
  equal(latencyAddsUp.check(openMeasurement({ result: { ...lost, latencyUs } })), undefined);
  equal(
    latencyAddsUp.check(openMeasurement({ result: lost })),
    "10003 arrivals have a latency, and 10000 were recorded",
  );
});

test("latency is the sum of waiting, our own lag and service", () => {
  equal(
    latencyAddsUp.check(openMeasurement({ result: { serviceUs: histogramOf(1200, 10_000) } })),
    "the mean latency is 1000 µs, the sum of its parts 1220 µs",
  );
});
