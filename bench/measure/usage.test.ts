import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { test } from "node:test";
import { parseMachineUsage } from "./machine-usage.ts";
import { parseCpuTime, processUsage } from "./process-usage.ts";

test("the machine's ticks are read without counting guests twice", () => {
  const text = "cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
  deepEqual(parseMachineUsage(text), { idle: 450, steal: 8, total: 621 });
});

test("the CPU time of `ps` is read with hours and days", () => {
  equal(parseCpuTime("0:01.25"), 1.25);
  equal(parseCpuTime("01:02:03"), 3723);
  equal(parseCpuTime("2-01:00:00"), 176_400);
});

test("a process that works uses CPU time", async () => {
  const before = await processUsage([process.pid]);
  const start = process.cpuUsage();
  let spent = 0;
  while (spent < 60_000) {
    const { user, system } = process.cpuUsage(start);
    spent = user + system;
  }
  const after = await processUsage([process.pid]);
  ok(after.cpuUs - before.cpuUs >= 40_000);
  ok(after.rssBytes > 10_000_000);
});

test("a process that is gone is an error and not 0", async () => {
  await rejects(processUsage([2 ** 22 + 1]));
});
