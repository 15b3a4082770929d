import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { lanesOf } from "./lanes.js";

test("groups that overlap stand side by side, others below each other", () => {
  const groups = [
    [0, 1, 3],
    [2, 4],
    [4, 5],
    [6, 7],
  ];
  deepEqual(lanesOf(groups), [0, 1, 0, 0]);
  deepEqual(lanesOf([]), []);
});
