import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import type { LoadResult } from "../load/index.ts";
import { closedSlice, histogramOf, openSlice } from "./fixtures/slices.ts";
import { type Measurement, refusalsOf } from "./gates.ts";

const gatesOf = (measurement: Measurement) => refusalsOf(measurement).map(({ gate }) => gate);
const closedWith = (load: Partial<LoadResult>, changes: Partial<Measurement> = {}) =>
  closedSlice({ ...changes, load: { ...closedSlice().load, ...load } as LoadResult });

test("a slice without fault passes every gate", () => {
  deepEqual(refusalsOf(closedSlice()), []);
  deepEqual(refusalsOf(openSlice()), []);
});

test("0.1 % of failed requests is the most that passes, and the kinds are named", () => {
  const failures = { ...closedSlice().load.failures, row: 1 };
  const failureSamples = { row: "id 1 must have 4344, got 1" };
  const tolerated = { issued: 1000, correct: 999, responses: 1000, failures, failureSamples };
  equal(gatesOf(closedWith(tolerated, { rowQueries: 1000 })).includes("failures"), false);
  const [refusal] = refusalsOf(closedWith({ ...tolerated, issued: 999 }, { rowQueries: 999 }));
  equal(refusal?.gate, "failures");
  match(
    refusal?.reason ?? "",
    /0\.1 % of its requests failed \(1 row: id 1 must have 4344, got 1\)/,
  );
});

test("no response at all is a refusal, not a throughput of 0", () => {
  const silent = { issued: 64, correct: 0, responses: 0, lateCorrect: 0 };
  deepEqual(gatesOf(closedWith(silent, { rowQueries: 64 })), ["failures"]);
});

test("an answer that PostgreSQL did not look up is found", () => {
  const [refusal] = refusalsOf(closedSlice({ rowQueries: 9999 }));
  equal(refusal?.reason, "PostgreSQL counted 9999 row queries for 10000 correct responses");
  deepEqual(gatesOf(closedSlice({ rowQueries: 10_001 })), ["queries"]);
});

test("queries of requests whose answer was lost may be counted or not", () => {
  const lost = { issued: 10_003, failures: { ...closedSlice().load.failures, reset: 3 } };
  for (const rowQueries of [10_000, 10_003])
    deepEqual(gatesOf(closedWith(lost, { rowQueries })), []);
  deepEqual(gatesOf(closedWith(lost, { rowQueries: 10_004 })), ["queries"]);
});

test("a server whose queries cannot be counted is not refused for it", () => {
  deepEqual(gatesOf(closedSlice({ rowQueries: { unavailable: "no extension" } })), []);
});

test("throughput × latency must give the number of connections", () => {
  deepEqual(gatesOf(closedSlice({ connections: 63 })), []);
  deepEqual(gatesOf(closedSlice({ connections: 80 })), ["littlesLaw"]);
});

test("less than 99 % of the offered rate is saturation", () => {
  const load = { ...openSlice().load, achievedRate: 980, offeredRate: 1000 } as LoadResult;
  const [refusal] = refusalsOf(openSlice({ load }));
  deepEqual(refusal, { gate: "saturation", reason: "98.0 % of the offered rate was reached" });
});

test("a generator that is never idle while processors are is the limit", () => {
  const shares = { server: 0.2, postgres: 0.2, generator: 0.2, others: 0, steal: 0 };
  const busy = (idle: number) =>
    closedWith({ generatorBusy: 0.99 }, { cpuShares: { ...shares, idle } });
  deepEqual(gatesOf(busy(0.4)), ["generator"]);
  deepEqual(gatesOf(busy(0.1)), []);
});

test("with few answers a connection the one in flight at the end is no contradiction", () => {
  const few = { issued: 344, responses: 280, correct: 280, late: 64, lateCorrect: 64 };
  const short = { ...few, serviceUs: histogramOf(160_000, 280) };
  deepEqual(gatesOf(closedWith(short, { rowQueries: 344 })), []);
  const tooMuch = { ...few, serviceUs: histogramOf(300_000, 280) };
  deepEqual(gatesOf(closedWith(tooMuch, { rowQueries: 344 })), ["littlesLaw"]);
});

test("an open loop whose generator was late by more than 10 ms measured the machine", () => {
  const late = (generatorUs: number) => {
    const lagUs = { waiting: histogramOf(0, 100), generator: histogramOf(generatorUs, 100) };
    return refusalsOf(openSlice({ load: { ...openSlice().load, lagUs } as LoadResult }));
  };
  deepEqual(late(9_900), []);
  deepEqual(
    late(29_000).map(({ gate }) => gate),
    ["lag"],
  );
});
