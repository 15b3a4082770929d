import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import type { Series } from "../../results/records/series.ts";
import type { View } from "../../results/records/view.ts";
import {
  experimentSummary,
  type Figures,
  hono,
  koa,
  loadLike,
  loadSummary,
  type Settled,
} from "../fixtures/summary.ts";
import { describeAnswer } from "./answer.ts";

const express: Series = { server: "express", model: "single", workers: 1 };
const calm = (base: number) => [0, 1, -1, 2, -2, 0].map((step) => base * (1 + step / 100));
const shaken = (base: number) => [2, -1, 1, -2, 0, 1].map((step) => base * (1 + step / 100));

const limit = {
  name: "server",
  shares: {
    server: 0.5,
    postgres: 0.2,
    generator: 0.1,
    foreign: 0,
    others: 0,
    steal: 0,
    idle: 0.2,
  },
} as const;

function answerTo(figures: readonly Figures[], settled: Settled = {}): readonly string[] {
  return describeAnswer(experimentSummary([loadSummary(figures)], settled));
}

test("one that is ahead of all others is fastest, by how much and by how much surely", () => {
  const [first, second] = answerTo([
    { series: koa, throughputs: calm(10_000) },
    { series: hono, throughputs: shaken(13_000) },
  ]);
  match(
    first ?? "",
    /^`hono` is fastest with 13,020 req\/s, ahead of `koa` by 30 % \(surely by 27 %\)\.$/,
  );
  match(second ?? "", /^Any two that differ by more than \d(\.\d)? % are told apart\.$/);
});

test("those that lead together are a tie, with their range and whom they are ahead of", () => {
  const [first] = answerTo([
    { series: koa, throughputs: calm(10_000) },
    { series: hono, throughputs: shaken(10_010) },
    { series: express, throughputs: calm(5000) },
  ]);
  match(
    first ?? "",
    /^`hono` and `koa` lead and cannot be told apart \(9,999 to 10,026 req\/s\), ahead of `express`\.$/,
  );
});

test("whoever is tied with one of those that lead is not said to be behind", () => {
  const [first] = answerTo([
    { series: hono, throughputs: calm(10_000) },
    { series: koa, throughputs: shaken(9800) },
    { series: express, throughputs: calm(9600) },
  ]);
  match(
    first ?? "",
    /^`hono` and `koa` lead and cannot be told apart \(.*\); nobody is behind all of them for sure\.$/,
  );
});

test("where nobody is told apart nobody leads", () => {
  const [first] = answerTo([
    { series: koa, throughputs: calm(10_000) },
    { series: hono, throughputs: shaken(10_010) },
  ]);
  match(first ?? "", /^None of the 2 can be told apart by requests per second \(/);
});

test("a lone server is not called the fastest", () => {
  deepEqual(answerTo([{ series: koa, throughputs: calm(10_000), changes: { limit } }]), [
    "`koa/single` answers 9,999 req/s, with nobody beside it.",
    "The limit at capacity is the server's own process for all.",
  ]);
});

test("a single round tells nothing, and the answer says so", () => {
  const answer = answerTo([
    { series: koa, throughputs: [100] },
    { series: hono, throughputs: [200] },
  ]);
  equal(answer[1], "No two can be told apart: that takes two rounds at least.");
});

test("of several workloads the sentence names its own", () => {
  const figures = [
    { series: koa, throughputs: calm(10_000) },
    { series: hono, throughputs: shaken(13_000) },
  ];
  const loads = ["json", "db"].map((name) => loadSummary(figures, { load: loadLike({ name }) }));
  match(describeAnswer(experimentSummary(loads))[0] ?? "", /^Under json `hono` is fastest/);
});

const views: readonly View[] = [
  { kind: "ranking" },
  { kind: "curves", axis: "wait", unit: "ms" },
  { kind: "pools" },
  { kind: "workers", choosingRounds: 3, defaultWorkers: 1 },
  { kind: "parts", base: "koa/single", changes: [] },
  { kind: "advice", condition: "no wait", requestsEach: 1 },
  { kind: "comparison", pairs: [] },
  { kind: "mistakes", mistakes: [] },
];

for (const view of views) {
  test(`as ${view.kind} the answer has at most three sentences, and one where nothing was measured`, () => {
    const figures = [
      { series: koa, throughputs: calm(10_000), changes: { limit } },
      { series: { ...hono, workers: 2 }, throughputs: shaken(13_000), changes: { limit } },
    ];
    const answer = answerTo(figures, { view });
    equal(answer.length > 0 && answer.length <= 3, true);
    const changes = { outcome: "nothing measured" } as const;
    const empty = describeAnswer(experimentSummary([loadSummary([])], { view, changes }));
    deepEqual(empty, ["Nothing was measured that could be ranked."]);
  });
}
