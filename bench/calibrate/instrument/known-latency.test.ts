import assert from "node:assert/strict";
import { test } from "node:test";
import { knownLatencies } from "./known-latency.ts";

const [constant, mix, stall] = knownLatencies;

test("a stall of 200 ms every 2 s has a P95, P99 and P99.9 of 100, 180 and 198 ms", () => {
  assert.deepEqual(
    [95, 99, 99.9].map((percent) => stall?.truthAt(percent, [])),
    [100_000, 180_000, 198_000],
  );
});

test("what a stall leaves of the requests has no latency that is known", () => {
  assert.equal(stall?.truthAt(50, []), undefined);
});

test("the truth of other servers is the nearest rank of their own record, in any order", () => {
  const record = Array.from({ length: 100 }, (_, index) => 100 - index);
  for (const known of [constant, mix]) {
    assert.equal(known?.truthAt(50, record), 50);
    assert.equal(known?.truthAt(99, record), 99);
    assert.equal(known?.truthAt(99, []), undefined);
  }
});
