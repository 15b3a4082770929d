import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { experimentHeader } from "../fixtures/experiment-header.ts";
import { noiseKindOf } from "./noise-kind.ts";

const { durations } = experimentHeader().plan;
const series = [
  { server: "koa", model: "single", workers: 1 },
  { server: "koa", model: "thread-pool", workers: 8 },
  { server: "koa", model: "cluster", workers: 2 },
  { server: "koa", model: "threads", workers: 1 },
];
const keys = ["koa/single", "koa/thread-pool×8", "koa/cluster×2", "koa/threads×1"];

test("in pieces, series with several event loops scatter in a way of their own", () => {
  const kindOf = noiseKindOf({ series, durations: { ...durations, piece: milliseconds(200) } });
  deepEqual(keys.map(kindOf), ["one loop", "one loop", "several loops", "one loop"]);
});

test("in windows of one piece all scatter alike", () => {
  const kindOf = noiseKindOf({ series, durations });
  equal(new Set(keys.map(kindOf)).size, 1);
});
