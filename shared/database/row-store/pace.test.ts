import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "./pace.ts";

const one = (tookMs: number, totalMs = tookMs + 0.1) => ({
  ...{ queries: 1, tookMs, totalMs },
  cameAtOnce: false,
});

/** Known to be quick, as after its first sample. */
function quickPace(): Pace {
  const pace = new Pace();
  pace.takeSample(0);
  pace.learn(one(0.02), 1);
  return pace;
}

function slowPace(): Pace {
  const pace = quickPace();
  for (let sample = 0; sample < 3; sample++) pace.learn(one(2), 10);
  return pace;
}

test("it is slow until a sample was quick", () => {
  assert.equal(new Pace().isSlow, true);
  assert.equal(quickPace().isSlow, false);
});

test("three slow samples in a row are believed, or one that no scheduler explains", () => {
  const pace = quickPace();
  for (const tookMs of [2, 2, 0.02, 2, 2]) pace.learn(one(tookMs), 100);
  assert.equal(pace.isSlow, false);
  pace.learn(one(2), 200);
  assert.equal(pace.isSlow, true);
  const other = quickPace();
  other.learn(one(20), 100);
  assert.equal(other.isSlow, true);
});

test("samples come every 50 ms, and at once while nobody knows", () => {
  const pace = quickPace();
  assert.equal(pace.takeSample(50), false);
  assert.equal(pace.takeSample(51), true);
  assert.equal(pace.takeSample(1000), false, "one at a time");
  pace.learn(one(2), 60);
  assert.equal(pace.takeSample(60), true);
});

test("a busy loop hides a short wait: slow stays slow, and the next sample is longer", () => {
  const pace = slowPace();
  pace.learn(one(0, 6), 20);
  assert.equal(pace.isSlow, true);
  assert.equal(pace.batchSize, 2);
  pace.learn({ queries: 16, tookMs: 0.01, totalMs: 6, cameAtOnce: true }, 100);
  assert.equal(pace.isSlow, false);
  assert.equal(pace.batchSize, 1);
});

test("an answer that the first look finds is no wait, however late that is: the next sample is longer", () => {
  const pace = quickPace();
  const late = (queries: number) => ({ ...one(9), queries, cameAtOnce: true });
  for (const queries of [1, 2, 4]) {
    pace.learn(late(queries), 100);
    assert.equal(pace.isSlow, false);
    assert.equal(pace.batchSize, 2 * queries);
    assert.equal(pace.takeSample(100), true);
  }
  // What the loop did meanwhile is the same for all of them, and each is found to be quick.
  pace.learn({ ...late(32), tookMs: 9 }, 200);
  assert.deepEqual([pace.isSlow, pace.batchSize], [false, 1]);
  // Queries that wait take longer together than the loop does in a turn.
  for (const took of [9, 36]) pace.learn({ ...one(took), cameAtOnce: took === 9 }, 300);
  assert.equal(pace.isSlow, true);
});

test("a sample that does not come is slow, until it comes and was not", () => {
  const pace = quickPace();
  pace.giveUp();
  assert.equal(pace.isSlow, true);
  pace.learn(one(0.02, 12), 20);
  assert.equal(pace.isSlow, false);
  pace.giveUp();
  pace.learn({ ...one(12), cameAtOnce: true }, 40);
  assert.equal(pace.isSlow, false);
});

test("a connection holds more queries only while round trips take longer than they do", () => {
  const depthAt = (tookMs: number, roundTripMs: number): number => {
    const pace = slowPace();
    for (let sample = 0; sample < 20; sample++) pace.learn(one(tookMs, tookMs + roundTripMs), 20);
    return pace.depth;
  };
  assert.equal(depthAt(20, 2), 1);
  assert.equal(depthAt(5, 2), 1);
  assert.equal(depthAt(2, 2.2), 2);
  assert.equal(depthAt(2, 6.4), 4);
});

test("what the first samples took, with connections that were still opening, is no round trip", () => {
  const pace = new Pace();
  pace.learn(one(0.02, 30), 1);
  assert.equal(pace.depth, 1);
});
