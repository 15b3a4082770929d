import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { Verdict } from "../statistics/verdict.ts";
import { adviceTable, formatAdvice } from "./advice.ts";

const near = { ratio: 0.99, low: 0.96, high: 1.02 };
const far = { ratio: 0.5, low: 0.45, high: 0.55 };
const best: Verdict = { series: "threads×2", throughput: 2000, standing: "best" };
const tie: Verdict = { series: "cluster×2", throughput: 1980, ratioToBest: near, standing: "tie" };
const slower: Verdict = {
  series: "single",
  throughput: 1000,
  ratioToBest: far,
  standing: "slower",
};

test("the table counts the person's requests, of which several may stand for one", () => {
  deepEqual(adviceTable([best, slower], 2).slice(1), [
    ["threads×2", "1,000", "1", "best"],
    ["single", "500", "0.50 [0.45, 0.55]", "slower"],
  ]);
});

test("one that is ahead is the best, with the margin to the next", () => {
  deepEqual(formatAdvice("no wait", [best, slower]), [
    "For no wait the best model on this machine is threads×2.",
    "Next is single, 0.50 [0.45, 0.55] × the best.",
  ]);
});

test("those that tie are named together", () => {
  deepEqual(formatAdvice("no wait", [best, tie]), [
    "For no wait this machine cannot tell threads×2, cluster×2 apart.",
  ]);
  deepEqual(formatAdvice("no wait", []), ["Nothing was measured."]);
});
