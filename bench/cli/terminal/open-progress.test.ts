import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { colorLine, fitLine } from "./open-progress.ts";

test("a line leaves the last column free, and is never wider than one reads", () => {
  const line = { text: "x".repeat(200), tone: "alarm" } as const;
  deepEqual(fitLine(line, 10), { text: `${"x".repeat(8)}…`, tone: "alarm" });
  equal(fitLine(line, 500).text.length, 119);
  equal(fitLine(line).text.length, 79);
});

test("an alarm has a colour of its own where there are any", () => {
  const line = { text: "refused", tone: "alarm" } as const;
  equal(colorLine(line, true), "\u001b[33mrefused\u001b[39m");
  equal(colorLine(line, false), "refused");
  equal(colorLine({ text: "round 1" }, true), "round 1");
});
