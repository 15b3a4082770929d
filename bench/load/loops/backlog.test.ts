import assert from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { createArrivals } from "./arrivals.ts";
import { Backlog } from "./backlog.ts";

test("the backlog at the end of each bin is what was due less what was sent", () => {
  const rate = requestsPerSecond(1000);
  const backlog = new Backlog(rate, 3, 250_000);
  const edges: number[] = [];
  for (; backlog.nextEdgeUs < Number.POSITIVE_INFINITY; backlog.sample(10)) {
    edges.push(backlog.nextEdgeUs);
  }
  const due = edges.map((edgeUs) => {
    const arrivals = createArrivals(rate, 3, edgeUs);
    while (arrivals.nextUs < Number.POSITIVE_INFINITY) arrivals.take();
    return arrivals.taken;
  });
  assert.deepEqual(edges, [100_000, 200_000, 250_000]);
  assert.deepEqual(
    backlog.perBin,
    due.map((count) => count - 10),
  );
});
