import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { runHeader } from "../measure/fixtures/run-header.ts";
import { closedSlice, openSlice } from "../measure/fixtures/slices.ts";
import { createProgress, formatLength } from "./progress.ts";

function collect(isTerminal: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const output = { isTerminal, write: (text: string) => written.push(text) };
  const report = createProgress(runHeader().plan, output, () => clock.now);
  return { written, report, clock };
}

test("elsewhere than on a terminal each slice is a line, without control characters", () => {
  const { written, report } = collect(false);
  report({ kind: "start", position: closedSlice() });
  report({ kind: "slice", record: closedSlice() });
  report({ kind: "slice", record: openSlice() });
  deepEqual(written, [
    "round 1/2  koa/single             10,000 req/s\n",
    "round 1/2  koa/single            P50 1.00 ms, P99 1.00 ms at 10,000/s\n",
  ]);
});

test("a terminal shows what runs and how long still, on a line that is rewritten", () => {
  const { written, report, clock } = collect(true);
  report({ kind: "slice", record: openSlice() });
  clock.now = 9000;
  report({ kind: "start", position: closedSlice({ round: 2 }) });
  match(written.at(-1) ?? "", /round 2\/2 {2}koa\/single … {2}27 s left$/);
  equal(written.at(-1)?.startsWith("\r"), true);
});

test("a refused slice shows its reason at once", () => {
  const { written, report } = collect(false);
  const refusals = [{ gate: "failures", reason: "2.0 % of its requests failed" }];
  report({ kind: "slice", record: closedSlice({ refusals }) });
  match(written[0] ?? "", /refused: 2\.0 % of its requests failed/);
});

test("lengths are seconds up to a minute and a half, then minutes", () => {
  equal(formatLength(48_400), "48 s");
  equal(formatLength(90_000), "1 min 30 s");
  equal(formatLength(600_000), "10 min");
});
