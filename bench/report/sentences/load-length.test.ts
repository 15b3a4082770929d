import { equal } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import { formatLoadLength } from "./load-length.ts";

test("the load of a start is told in one, in turns, and in pieces", () => {
  const { durations } = experimentHeader().plan;
  const closed = milliseconds(700);
  equal(formatLoadLength({ ...durations, turns: 1, closed }), "0.7 s");
  equal(formatLoadLength({ ...durations, turns: 2, closed }), "2 × 0.7 s");
  const piece = milliseconds(200);
  equal(formatLoadLength({ ...durations, turns: 2, closed, piece }), "1.4 s in pieces of 0.2 s");
});
