import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import { closedSlice } from "../fixtures/slices.ts";
import { upgradeRecord } from "./upgrade-record.ts";

test("a slice of format 2 was the only turn of its start, and its round one group", () => {
  const { group: _group, turn: _turn, ...old } = closedSlice({ round: 3 });
  deepEqual(upgradeRecord(old), closedSlice({ round: 3 }));
});

test("a failure of format 2 belongs to the group of its round", () => {
  const old = { kind: "failure", round: 2, position: 1, series: "koa/single", stage: "start" };
  deepEqual(upgradeRecord(old), { group: 2, ...old });
});

test("a plan of format 2 had no groups and one turn", () => {
  const { plan, ...header } = experimentHeader();
  const { groupSize: _size, together: _together, durations, ...oldPlan } = plan;
  const { again: _again, turns: _turns, ...oldDurations } = durations;
  const old = { ...header, plan: { ...oldPlan, durations: oldDurations } };
  const upgraded = upgradeRecord(old) as unknown as { plan: typeof plan };
  deepEqual([upgraded.plan.groupSize, upgraded.plan.durations.turns], [1, 1]);
  deepEqual(upgraded.plan.durations.again, durations.warmUp);
});

test("up to format 3 the usual driver was postgres.js", () => {
  const { usualDriver: _driver, ...old } = experimentHeader();
  deepEqual(upgradeRecord(old), experimentHeader({ usualDriver: "postgres" }));
});

test("records of this format stay as they are", () => {
  const slice = closedSlice({ round: 3, group: 7, turn: 2 });
  deepEqual(upgradeRecord({ ...slice }), slice);
  equal(upgradeRecord(null), null);
});
