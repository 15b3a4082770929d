import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import { microseconds } from "@rowbench/shared/contract";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import type { Plan } from "../../results/records/records.ts";
import { loadLike } from "../fixtures/summary.ts";
import { formatPlan } from "./plan-text.ts";

const { plan } = experimentHeader();
const textOf = (changes: Partial<Plan>): string => formatPlan({ ...plan, ...changes });

test("a plan says what is measured, how, how long it takes, and what it will tell", () => {
  deepEqual(formatPlan(plan).split("\n"), [
    "2 cells  koa/single, hono/cluster×2",
    "unavailable  uwebsockets/cluster",
    "2 rounds of fresh starts in random order, seed 7",
    "each start  warm-up until steady (2.0 s to 3.0 s), closed loop 1.0 s with 64 connections, open loop up to 4.0 s at 1,000 requests/s",
    "takes about 50 s (budget 60 s)",
    "will tell apart any two cells that differ by more than about 20 %, judging by this machine's noise",
  ]);
});

test("a promise says when the noise is not that of this machine", () => {
  match(
    textOf({ isMachineUnknown: true }),
    /20 %, judging by the noise of two shared cores: .* not known yet$/,
  );
});

test("controls are named, and the series that were added for them are no cells of the plan", () => {
  const control = { server: "node-http", model: "single", workers: 1 };
  const controls = {
    load: "db",
    baseline: "node-http/single",
    twin: "node-http/single, copy 2",
    burning: "node-http/single, +40 µs of CPU",
    burnUs: 40,
    everyRounds: 1,
    added: ["node-http/single, copy 2", "node-http/single, +40 µs of CPU"],
  };
  const added = [
    { ...control, copy: 2 },
    { ...control, burnUs: 40 },
  ];
  const text = textOf({ series: [control, ...added], controls });
  match(text, /^1 cell {2}node-http\/single\n/);
  match(text, /^hidden controls {2}node-http\/single twice, and once with 40 µs more work/m);
});

test("several loads are named, with what they have in common", () => {
  const loads = [1, 1024].map((connections) =>
    loadLike({ name: `${connections}`, connections, paces: [] }),
  );
  const text = textOf({ loads });
  match(text, /^each start under the loads {2}1, 1024$/m);
  match(text, /^each load .* closed loop 1\.0 s with 1 to 1,024 connections$/m);
});

test("every pace has its rate", () => {
  const paces = [
    { name: "common" },
    { name: "half" },
    { name: "high" },
    { name: "objective", p99LimitUs: microseconds(10_000) },
  ] as const;
  match(
    textOf({ loads: [loadLike({ paces })] }),
    /at a rate that all carry, .* at 50 % of its own, .* at 80 % of its own, .* for P99 ≤ 10 ms$/m,
  );
});

test("with a precision to reach the number of rounds is open", () => {
  const text = textOf({ precision: 1.05, rounds: 1000 });
  match(text, /^rounds of fresh starts/m);
  match(
    text,
    /^takes at most 50 s \(budget 60 s\)\ngoes on until any two .* more than 5 % are told/m,
  );
});

test("a plan that can tell nothing says why", () => {
  match(textOf({ promisedRatio: Number.POSITIVE_INFINITY }), /no two cells apart: that takes two/);
  match(textOf({ series: plan.series.slice(0, 1) }), /nothing to compare it with$/);
});
