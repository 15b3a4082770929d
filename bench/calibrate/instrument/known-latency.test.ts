import assert from "node:assert/strict";
import { test } from "node:test";
import { knownLatencies } from "./known-latency.ts";

const [constant, mix, stall] = knownLatencies;

test("of requests at any moment a stall of 200 ms every 2 s makes a P95, P99 and P99.9 of 100, 180 and 198 ms", () => {
  assert.deepEqual(
    [95, 99, 99.9].map((percent) => stall?.truthAt(percent, { recordUs: [] })),
    [100_000, 180_000, 198_000],
  );
});

test("a request that is due while the server stands still waits for its end, the others do not", () => {
  // 10 ms before the first stall, its first moment, 50 ms later, its end, and in the next.
  const dueUs = [7, 990_007, 1_000_007, 1_050_007, 1_200_007, 3_199_007];
  const shares = [50, 60, 80, 100].map((percent) =>
    stall?.truthAt(percent, { recordUs: [], dueUs }),
  );
  assert.deepEqual(shares, [undefined, 1000, 150_000, 200_000]);
});

test("what a stall leaves of the requests has no latency that is known", () => {
  assert.equal(stall?.truthAt(50, { recordUs: [] }), undefined);
});

test("the truth of other servers is the nearest rank of their own record, in any order", () => {
  const recordUs = Array.from({ length: 100 }, (_, index) => 100 - index);
  for (const known of [constant, mix]) {
    assert.equal(known?.truthAt(50, { recordUs }), 50);
    assert.equal(known?.truthAt(99, { recordUs }), 99);
    assert.equal(known?.truthAt(99, { recordUs: [] }), undefined);
  }
});
