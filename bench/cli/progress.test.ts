import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { closedResult, closedSlice, openSlice } from "../results/fixtures/slices.ts";
import { createProgress } from "./progress.ts";

function collect(isTerminal: boolean, turns = 1) {
  const { plan: usual } = experimentHeader();
  const plan = { ...usual, durations: { ...usual.durations, turns } };
  const written: string[] = [];
  const clock = { now: 0 };
  const output = { isTerminal, write: (text: string) => written.push(text) };
  const report = createProgress(plan, output, () => clock.now);
  const start = (round: number) =>
    report({ kind: "start", position: closedSlice({ round }), starts: 2 });
  return { written, report, start, clock };
}

test("elsewhere than on a terminal each slice is a line, without control characters", () => {
  const { written, report, start } = collect(false);
  start(1);
  report({ kind: "slice", record: closedSlice() });
  report({ kind: "slice", record: openSlice() });
  deepEqual(written, [
    "round 1/2  koa/single             10,000 req/s\n",
    "round 1/2  koa/single            common: P50 1.00 ms, P99 1.00 ms at 10,000/s\n",
  ]);
});

test("a terminal shows what runs and how long still, on a line that is rewritten", () => {
  const { written, report, start, clock } = collect(true);
  start(1);
  clock.now = 9000;
  report({ kind: "slice", record: closedSlice() });
  start(1);
  match(written.at(-1) ?? "", /round 1\/2 {2}koa\/single +… {2}27 s left$/);
  equal(written.at(-1)?.startsWith("\r"), true);
});

test("no more time is left than the budget has", () => {
  const { written, report, start, clock } = collect(true);
  clock.now = 50_000;
  report({ kind: "slice", record: closedSlice() });
  start(1);
  match(written.at(-1) ?? "", /10 s left$/);
});

test("a start that takes turns is one line, with their mean", () => {
  const { written, report } = collect(false, 2);
  const slice = (turn: number, throughput: number) => {
    const result = closedResult({ throughput: requestsPerSecond(throughput) });
    report({ kind: "slice", record: closedSlice({ turn, result }) });
  };
  slice(1, 1000);
  deepEqual(written, []);
  slice(2, 4000);
  deepEqual(written, ["round 1/2  koa/single              2,000 req/s\n"]);
});

test("a refused slice shows its reason at once, and its repeat says so", () => {
  const { written, report } = collect(false);
  const refusals = [{ gate: "steal", kind: "disturbed", reason: "the hypervisor" }] as const;
  report({ kind: "slice", record: closedSlice({ refusals }) });
  report({ kind: "slice", record: closedSlice({ attempt: 2 }) });
  match(written[0] ?? "", /refused: the hypervisor/);
  match(written[1] ?? "", /again \(2\) +10,000 req\/s/);
});

test("a lasting disturbance and the common rate are said while it goes on", () => {
  const { written, report } = collect(false);
  report({ kind: "disturbance", reason: "another program takes 50 %" });
  const rate = requestsPerSecond(5900);
  report({ kind: "rate", record: { kind: "rate", load: "db", rate, slowest: "express/single" } });
  match(written[0] ?? "", /disturbed.*: another program takes 50 %/);
  match(written[1] ?? "", /db: all are compared at 5,900\/s, 60 % of what express\/single carries/);
});
