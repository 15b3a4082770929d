import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf } from "../fixtures/row-slice.ts";
import { createKindDraw } from "./kind-draw.ts";

const kinds = [kindOf("quick", 94), kindOf("wait", 5), kindOf("cpu", 1)];

test("kinds are drawn by their weights, in the same order for the same seed", () => {
  const draw = createKindDraw(kinds, 7);
  const again = createKindDraw(kinds, 7);
  const counts = [0, 0, 0];
  for (let index = 0; index < 100_000; index++) {
    const drawn = draw();
    assert.equal(drawn, again());
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  // Four standard deviations of a binomial count.
  assert.ok(Math.abs((counts[0] ?? 0) - 94_000) < 4 * Math.sqrt(94_000 * 0.06));
  assert.ok(Math.abs((counts[1] ?? 0) - 5000) < 4 * Math.sqrt(5000));
  assert.ok(Math.abs((counts[2] ?? 0) - 1000) < 4 * Math.sqrt(1000));
});
