import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { createPlan, fitsOneRound, type PlanRequest, wantedRounds } from "./plan.ts";

const cells = Array.from({ length: 11 }, (_, index) => ({
  server: `server-${index}`,
  model: "single",
  workers: 1,
}));

function request(changes: Partial<PlanRequest> = {}): PlanRequest {
  return {
    cells,
    unavailable: [],
    workloads: [{ name: "db", classes: [] }],
    options: { connection: "keep-alive", pipeline: 1 },
    budget: milliseconds(600_000),
    connections: 64,
    rate: requestsPerSecond(1000),
    seed: 7,
    ...changes,
  };
}

test("every round holds every cell once", () => {
  for (const order of createPlan(request()).order) {
    deepEqual(
      [...order].sort((a, b) => a - b),
      [...cells.keys()],
    );
  }
});

test("the same seed gives the same orders, another seed others", () => {
  deepEqual(createPlan(request()).order, createPlan(request()).order);
  notDeepEqual(createPlan(request()).order, createPlan(request({ seed: 8 })).order);
});

test("rounds of one plan differ in their order", () => {
  const [first, second] = createPlan(request()).order;
  notDeepEqual(first, second);
});

test("the default budget gives enough rounds to separate cells, and is not exceeded", () => {
  const plan = createPlan(request());
  ok(plan.order.length >= wantedRounds);
  ok(plan.estimate <= plan.budget);
});

test("a budget too small for six rounds has fewer of the shortest starts", () => {
  const plan = createPlan(request({ budget: milliseconds(60_000) }));
  ok(plan.order.length >= 1 && plan.order.length < wantedRounds);
  ok(plan.estimate <= plan.budget);
});

test("a budget too small for anything still has one round", () => {
  equal(createPlan(request({ budget: milliseconds(1000) })).order.length, 1);
});

test("rounds that are asked for are planned, with slices as long as the budget allows", () => {
  const few = createPlan(request({ rounds: 2, budget: milliseconds(60_000) }));
  const fewer = createPlan(request({ rounds: 1, budget: milliseconds(60_000) }));
  equal(few.order.length, 2);
  ok(fewer.slices.closed > few.slices.closed);
});

test("cells that fit one round are planned within the budget", () => {
  const budget = milliseconds(60_000);
  const { workloads } = request();
  equal(fitsOneRound({ cells, workloads }, budget), true);
  ok(createPlan(request({ cells, budget })).estimate <= budget);
  equal(fitsOneRound({ cells: [...cells, ...cells], workloads }, budget), false);
  equal(fitsOneRound({ cells, workloads: [...workloads, ...workloads] }, budget), false);
});

test("a cell of several workers takes longer to start", () => {
  const several = cells.map((cell) => ({ ...cell, workers: 4 }));
  const one = createPlan(request({ rounds: 1, budget: milliseconds(1000) }));
  const four = createPlan(request({ cells: several, rounds: 1, budget: milliseconds(1000) }));
  ok(four.estimate > one.estimate);
});
