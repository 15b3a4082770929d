import { deepEqual, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { displayWidth } from "../../report/text/display-width.ts";
import { experimentHeader } from "../../results/fixtures/experiment-header.ts";
import { closedResult, closedSlice, openSlice } from "../../results/fixtures/slices.ts";
import type { Plan } from "../../results/records/records.ts";
import { colorLine, fitLine } from "./open-progress.ts";
import { createProgress } from "./progress.ts";
import type { ScreenLine } from "./screen.ts";

function collect(isTerminal: boolean, changes: Partial<Plan> = {}, turns = 1) {
  const { plan: usual } = experimentHeader();
  const plan = { ...usual, ...changes, durations: { ...usual.durations, turns } };
  const written: string[] = [];
  const clock = { now: 0 };
  const write = (text: string) => void written.push(text);
  const fit = (line: ScreenLine) => fitLine(line, 80);
  const color = (line: ScreenLine) => colorLine(line, false);
  const output = { isTerminal, write, fit, color };
  const progress = createProgress(plan, output, { label: "bench", now: () => clock.now });
  const { report } = progress;
  const start = (round: number) =>
    report({
      kind: "start",
      position: closedSlice({ round }),
      round: { groups: 1, starts: 2, closedLoops: 2 * turns },
    });
  /** Lets a quarter of a second go by, so that what comes next is drawn. */
  const later = (ms = 250) => {
    clock.now += ms;
  };
  return { written, report, start, clock, later, progress };
}

/** What was drawn last, line by line. */
function lastDrawn(written: readonly string[]): readonly string[] {
  return stripVTControlCharacters(written.at(-1) ?? "")
    .replace("\r", "")
    .split("\n");
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

test("a terminal shows how far it is, what runs and what was last, in lines of its width", () => {
  const { written, report, start, later } = collect(true, { groupSize: 1 });
  start(1);
  later(9000);
  report({ kind: "slice", record: closedSlice() });
  later();
  start(1);
  const [bar = "", now, live, last] = lastDrawn(written);
  match(bar, /^bench {2}█{6}░{18} {2}2\d % {3}round 1 of 2 {3}2[78] s left$/);
  deepEqual([now, live], ["now    koa/single starts (start 1 of 2)", "live   …"]);
  equal(last, "last   koa/single 10,000 req/s");
  ok(lastDrawn(written).every((line) => displayWidth(line) < 80));
});

test("a terminal shows throughput and P99 while they happen, and which group and turn it is", () => {
  const { written, report, start, later } = collect(true, { groupSize: 1 }, 3);
  start(1);
  const loop = { ...closedSlice({ turn: 2, position: 2, attempt: 2 }), load: "db", among: 1 };
  report({ kind: "loop", loop });
  later();
  report({ kind: "glimpse", glimpse: { throughput: requestsPerSecond(10_000) } });
  match(lastDrawn(written)[2] ?? "", /^live +10,000 req\/s {2}█ +warming up$/);
  later();
  const glimpse = { throughput: requestsPerSecond(20_000), p99Us: microseconds(4100) };
  report({ kind: "glimpse", glimpse });
  const [, now, live] = lastDrawn(written);
  equal(now, "now    koa/single, as fast as it can, turn 2 of 3, once more (2) (start 2 of 2)");
  match(live ?? "", /^live +20,000 req\/s {2}▅█ +P99 4\.10 ms$/);
});

test("servers that alternate are told with how many others, and time goes on meanwhile", () => {
  const { written, report, start, later } = collect(true, { groupSize: 2 });
  start(1);
  later(10_000);
  report({ kind: "slice", record: closedSlice() });
  report({ kind: "slice", record: closedSlice({ position: 2 }) });
  const left = () => Number(/(\d+) s left$/.exec(lastDrawn(written)[0] ?? "")?.[1]);
  later();
  report({ kind: "loop", loop: { ...closedSlice(), load: "db", among: 8 } });
  match(
    lastDrawn(written)[1] ?? "",
    /^now {4}koa\/single, as fast as it can, in turns with 7 others/,
  );
  const before = left();
  later(4000);
  start(1);
  equal(left(), before - 4);
});

test("of starts that are up together the group is told", () => {
  const { written, report, later } = collect(true, { groupSize: 4 });
  const position = (group: number) => closedSlice({ round: 2, group });
  const round = { groups: 3, starts: 10, closedLoops: 10 };
  report({ kind: "start", position: position(4), round });
  later();
  report({ kind: "start", position: position(5), round });
  match(lastDrawn(written)[1] ?? "", /\(group 2 of 3\)$/);
});

test("a gate that fires and a machine that is disturbed are told at once, and stay", () => {
  const { written, report, start } = collect(true);
  start(1);
  const refusals = [
    { gate: "steal", kind: "disturbed", reason: "the hypervisor\u001b[2J" },
  ] as const;
  report({ kind: "slice", record: closedSlice({ refusals }) });
  match(written.join(""), /refused: the hypervisor \[2J/);
  report({ kind: "disturbance", reason: "another program takes 50 %" });
  match(written.join(""), /this machine is disturbed.*another program takes 50 %/);
});

test("a closed progress shows the cursor again", () => {
  const { written, start, progress } = collect(true);
  start(1);
  ok(written.join("").includes("\u001b[?25l"));
  progress.close();
  ok((written.at(-1) ?? "").endsWith("\u001b[?25h"));
});

test("after the last closed loop the open ones are still to come", () => {
  const { written, report, start, clock } = collect(true, { rounds: 1 });
  start(1);
  clock.now = 40_000;
  report({ kind: "slice", record: closedSlice() });
  report({ kind: "slice", record: closedSlice({ position: 2 }) });
  clock.now = 40_250;
  start(1);
  match(lastDrawn(written)[0] ?? "", /80 % .* 10 s left$/);
});

test("no more time is left than the budget has", () => {
  const { written, start, clock } = collect(true);
  clock.now = 50_000;
  start(1);
  match(lastDrawn(written)[0] ?? "", /10 s left$/);
});

test("a start that takes turns is one line, with their mean", () => {
  const { written, report } = collect(false, {}, 2);
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
