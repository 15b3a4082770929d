import assert from "node:assert/strict";
import { test } from "node:test";
import { seriesKey } from "../../results/records/series.ts";
import { planCopies } from "./copies-plan.ts";

const noise = { within: 0.07 ** 2, between: 0.03 ** 2, alone: 0 };

test("eight copies of one server are planned, without controls, in short starts", () => {
  const { grid, plan } = planCopies({ rounds: 240, seed: 3 }, noise);
  assert.equal(new Set(plan.series.map(seriesKey)).size, 8);
  assert.equal(new Set(plan.series.map(({ server, model }) => `${server}/${model}`)).size, 1);
  assert.deepEqual([plan.rounds, plan.seed, plan.controls], [240, 3, undefined]);
  assert.equal(grid.view.kind, "ranking");
  assert.ok(plan.durations.closed < 1000);
  assert.equal(plan.loads[0]?.connections, 64);
});

test("repeats of disturbed slices have room in the budget", () => {
  const { plan } = planCopies({ rounds: 240, seed: 3 }, noise);
  assert.ok(plan.budget >= 2 * plan.estimate);
});

test("more rounds promise to tell less of a difference", () => {
  const few = planCopies({ rounds: 4, seed: 1 }, noise).plan;
  const many = planCopies({ rounds: 240, seed: 1 }, noise).plan;
  assert.ok(many.promisedRatio < few.promisedRatio && many.promisedRatio > 1);
});
