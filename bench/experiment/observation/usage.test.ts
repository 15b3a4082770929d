import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { test } from "node:test";
import { createCanary } from "./canary.ts";
import { watchClock } from "./clock-step.ts";
import { observe } from "./observation.ts";
import { parseCpuTime, usageFromPs } from "./process-usage.ts";
import { parseProcessorTicks } from "./processor-ticks.ts";
import { usageOf } from "./usage.ts";

const skip = process.platform === "linux" ? false : "only Linux has /proc";

test("the machine's ticks are read without counting guests twice", () => {
  const text = "cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
  deepEqual(parseProcessorTicks(text), { idle: 450, steal: 8, total: 621 });
});

test("the CPU time of `ps` is read with hours and days", () => {
  equal(parseCpuTime("0:01.25"), 1.25);
  equal(parseCpuTime("01:02:03"), 3723);
  equal(parseCpuTime("2-01:00:00"), 176_400);
});

test("a process that is gone is an error for `ps` and not 0", async () => {
  await rejects(usageFromPs(2 ** 22 + 1));
});

test("what a process works is its own share, and the shares add up", { skip }, async () => {
  const roles = {
    server: [process.pid],
    generators: [process.ppid],
    others: [],
    around: [],
    postmaster: 1,
  };
  const work = async () => {
    const begin = await observe(roles);
    workFor(50_000);
    return { begin, end: await observe(roles) };
  };
  const first = await work();
  // What happens between two pieces counts for neither.
  workFor(200_000);
  const pieces = [first, await work()];
  const { serverCpuUs, rssBytes, cpu } = usageOf(roles, pieces);
  ok(serverCpuUs < 200_000, `${serverCpuUs}`);
  ok(serverCpuUs >= 80_000, `${serverCpuUs}`);
  ok(rssBytes > 10_000_000);
  ok(cpu !== undefined && cpu.shares.server > 0 && cpu.busiest.server > 0.5);
  const sum = Object.values(cpu.shares).reduce((total, share) => total + share, 0);
  ok(sum > 0.8 && sum < 1.4, `${sum}`);
});

test("a processor that does the same work in twice the time is told by the canary", () => {
  let clock = 0;
  let stepMs = 1;
  const canary = createCanary(() => {
    clock += stepMs;
    return clock;
  });
  for (let call = 0; call < 10; call += 1) equal(canary(), 1);
  stepMs = 2;
  equal(canary(), 2);
});

test("clocks that nobody touches stay together", () => {
  const stepMs = watchClock();
  workFor(20_000);
  ok(Math.abs(stepMs()) < 10);
});

/** Until that much CPU time in µs is used. */
function workFor(cpuUs: number): void {
  const start = process.cpuUsage();
  for (let spent = 0; spent < cpuUs; ) {
    const { user, system } = process.cpuUsage(start);
    spent = user + system;
  }
}
