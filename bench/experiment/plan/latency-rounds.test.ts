import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { testLoad, testPlan } from "../fixtures/test-plan.ts";
import { isLatencyRound, openWindow, planLatencyRounds } from "./latency-rounds.ts";
import { Pacing } from "./pacing.ts";

const [shortest, longest] = [milliseconds(400), milliseconds(5000)];

/** Two series at a rate of which a P99 takes 2.75 s. */
function roundsIn(budgetSeconds: number, rounds: number) {
  const loads = [testLoad("db", [{ name: "common", rate: requestsPerSecond(4000) }])];
  const durations = { ...testPlan().durations, open: { shortest, longest } };
  const budget = milliseconds(budgetSeconds * 1000);
  const plan = testPlan({ loads, durations, budget, rounds });
  return planLatencyRounds(plan, new Pacing(loads));
}

test("a fifth of the time goes into whole percentiles, from the round after the pilot on", () => {
  // A round takes 2 · 2.9 s: four of them fit into a fifth of 120 s.
  deepEqual(roundsIn(120, 9), { first: 2, last: 5, longest });
  deepEqual(roundsIn(120, 3), { first: 2, last: 3, longest });
});

test("there is one round in any case, with shorter windows where it must be", () => {
  const { first, last, longest: window } = roundsIn(10, 3);
  deepEqual([first, last], [2, 2]);
  ok(window >= shortest && window < longest);
  deepEqual(roundsIn(120, 1), { first: 1, last: 1, longest });
});

test("open loops run in the planned rounds alone", () => {
  const rounds = { first: 2, last: 3, longest };
  deepEqual(
    [1, 2, 3, 4].map((round) => isLatencyRound(rounds, round)),
    [false, true, true, false],
  );
  equal(isLatencyRound(undefined, 1), false);
});

test("a window is as long as a P99 takes at its rate, within bounds", () => {
  deepEqual(
    [10, 4000, 1_000_000].map((rate) => openWindow(rate, shortest, longest)),
    [5000, 2750, 400],
  );
});
