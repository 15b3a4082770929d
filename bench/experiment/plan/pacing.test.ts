import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import {
  closedResult,
  closedSlice,
  histogramOf,
  openResult,
  openSlice,
} from "../../results/fixtures/slices.ts";
import type { Pace } from "../../results/records/load.ts";
import { testLoad } from "../fixtures/test-plan.ts";
import { Pacing } from "./pacing.ts";

const objective: Pace = { name: "objective", p99LimitUs: microseconds(10_000) };
const load = testLoad("db", [{ name: "common" }, { name: "half" }, objective]);

const closedAt = (series: string, rate: number, refusals = closedSlice().refusals) =>
  closedSlice({ series, result: closedResult({ throughput: requestsPerSecond(rate) }), refusals });

function pacingAfter(...slices: readonly ReturnType<typeof closedSlice>[]): Pacing {
  const pacing = new Pacing([load]);
  for (const slice of slices) pacing.note(slice);
  return pacing;
}

test("the common rate is 60 % of what the slowest carries, in two digits", () => {
  const pacing = pacingAfter(closedAt("a", 30_000), closedAt("b", 9_870));
  equal(pacing.rateOf(load, { name: "common" }, "a"), undefined);
  deepEqual(pacing.settle(load), { kind: "rate", load: "db", rate: 5900, slowest: "b" });
  equal(pacing.rateOf(load, { name: "common" }, "a"), 5900);
});

test("a series that carries hardly anything does not set the rate of all others", () => {
  const pacing = pacingAfter(closedAt("a", 20_000), closedAt("b", 18_000), closedAt("c", 90));
  equal(pacing.settle(load)?.slowest, "b");
});

test("a series that was disturbed in the pilot carries at least what it carried then", () => {
  const disturbed = [{ gate: "steal", kind: "disturbed", reason: "x" }] as const;
  const pacing = pacingAfter(closedAt("a", 20_000), closedAt("b", 8000, disturbed));
  deepEqual([pacing.settle(load)?.slowest, pacing.settle(load)?.rate], ["b", 4800]);
  pacing.note(closedAt("b", 12_000));
  equal(Math.round(pacing.rateOf(load, { name: "half" }, "b") ?? 0), 6000);
});

test("wrong answers settle nothing, and a person's rate needs no pilot", () => {
  const refused = [{ gate: "queries", kind: "wrong", reason: "x" }] as const;
  const pacing = pacingAfter(closedAt("a", 100, refused));
  equal(pacing.settle(load), undefined);
  equal(pacing.rateOf(load, { name: "common", rate: requestsPerSecond(70) }, "a"), 70);
  equal(pacing.rateOf(load, { name: "half" }, "a"), undefined);
});

test("own rates are shares of what a series carries itself", () => {
  const pacing = pacingAfter(closedAt("a", 10_000));
  equal(Math.round(pacing.rateOf(load, { name: "half" }, "a") ?? 0), 5000);
  equal(Math.round(pacing.rateOf(load, { name: "high" }, "a") ?? 0), 8000);
});

test("the search for the objective goes down after a miss", () => {
  const pacing = pacingAfter(closedAt("a", 10_000));
  equal(Math.round(pacing.rateOf(load, objective, "a") ?? 0), 8000);
  const slow = openResult({
    offeredRate: requestsPerSecond(8000),
    latencyUs: histogramOf(30_000, 10_000),
  });
  pacing.note(openSlice({ series: "a", loop: "objective", result: slow }));
  equal(Math.round(pacing.rateOf(load, objective, "a") ?? 0), 7000);
});
