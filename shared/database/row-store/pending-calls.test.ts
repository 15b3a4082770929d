import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "../../contract/index.ts";
import { createPendingCalls, type PendingCall } from "./pending-calls.ts";

test("a call is overdue after its limit and its own wait, not before", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const overdue: PendingCall[] = [];
  const calls = createPendingCalls(milliseconds(1000), (call) => overdue.push(call));
  const quick = calls.add(() => {}, 0);
  const waiting = calls.add(() => {}, 500);
  context.mock.timers.tick(1000);
  assert.deepEqual(overdue, []);
  context.mock.timers.tick(50);
  assert.deepEqual(overdue, [quick]);
  context.mock.timers.tick(500);
  assert.deepEqual(overdue, [quick, waiting]);
  assert.equal(calls.size, 0);
});

test("a connection is stuck when its oldest call is overdue and nothing was answered since", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const stuck: boolean[] = [];
  const calls = createPendingCalls(milliseconds(1000), (_, isStuck) => stuck.push(isStuck));
  calls.add(() => {}, 60_000);
  calls.add(() => {}, 0);
  context.mock.timers.tick(1100);
  assert.deepEqual(stuck, [false]);
  calls.rejectAll(new Error("end"));
  const answered = calls.add(() => {}, 0);
  calls.add(() => {}, 0);
  context.mock.timers.tick(500);
  calls.settle(answered);
  context.mock.timers.tick(600);
  assert.deepEqual(stuck, [false, false]);
  calls.add(() => {}, 0);
  context.mock.timers.tick(1100);
  assert.deepEqual(stuck, [false, false, true]);
});
