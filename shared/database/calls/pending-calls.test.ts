import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { milliseconds } from "../../contract/index.ts";
import { PendingCall, PendingCalls } from "./pending-calls.ts";

interface Watched {
  readonly calls: PendingCalls<PendingCall>;
  readonly overdue: PendingCall[];
  readonly cancelled: PendingCall[];
  stuck: number;
  add(extraMs: number): PendingCall;
  tick(ms: number): void;
}

function watch(context: TestContext): Watched {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const calls = new PendingCalls<PendingCall>(milliseconds(1000), {
    onOverdue: (call) => watched.overdue.push(call),
    onHeadOverdue: (call) => watched.cancelled.push(call),
    onStuck: () => watched.stuck++,
  });
  const watched: Watched = {
    calls,
    overdue: [],
    cancelled: [],
    stuck: 0,
    add(extraMs) {
      const call = new PendingCall();
      calls.add(call, extraMs);
      return call;
    },
    tick: (ms) => context.mock.timers.tick(ms),
  };
  return watched;
}

test("a call is overdue after its limit and its own wait, not before", (context) => {
  const watched = watch(context);
  const quick = watched.add(0);
  const waiting = watched.add(500);
  watched.tick(1000);
  assert.deepEqual(watched.overdue, []);
  watched.tick(50);
  assert.deepEqual(watched.overdue, [quick]);
  assert.equal(watched.calls.size, 1);
  watched.tick(500);
  assert.deepEqual(watched.overdue, [quick, waiting]);
  assert.equal(watched.calls.size, 0);
});

test("of overdue calls only the one that runs is cancelled, once", (context) => {
  const watched = watch(context);
  const first = watched.add(0);
  const second = watched.add(0);
  watched.tick(1100);
  assert.deepEqual(watched.overdue, [first, second]);
  assert.deepEqual(watched.cancelled, [first]);
  watched.calls.settle(first);
  watched.tick(50);
  assert.deepEqual(watched.cancelled, [first, second]);
  assert.equal(watched.stuck, 0);
});

test("a call behind a long one that is in time is overdue, but nothing is cancelled", (context) => {
  const watched = watch(context);
  watched.add(60_000);
  const behind = watched.add(0);
  watched.tick(2000);
  assert.deepEqual(watched.overdue, [behind]);
  assert.deepEqual(watched.cancelled, []);
});

test("many calls that are answered in any order leave nothing behind", (context) => {
  const watched = watch(context);
  const calls = Array.from({ length: 1000 }, () => watched.add(0));
  for (const call of calls.filter((_, index) => index % 3 !== 0)) watched.calls.settle(call);
  watched.tick(1050);
  assert.deepEqual(
    watched.overdue,
    calls.filter((_, index) => index % 3 === 0),
  );
  for (const call of watched.overdue) assert.equal(watched.calls.settle(call), false);
  assert.deepEqual([watched.calls.size, watched.calls.takeAll()], [0, []]);
});

test("a connection is stuck when the cancelled query does not end, either", (context) => {
  const watched = watch(context);
  watched.add(0);
  watched.tick(1550);
  assert.equal(watched.stuck, 0);
  watched.tick(50);
  assert.equal(watched.stuck, 1);
  watched.calls.takeAll();
  watched.tick(1000);
  assert.equal(watched.stuck, 1);
});
