import { equal } from "node:assert/strict";
import { test } from "node:test";
import { closedSlice } from "../../results/fixtures/slices.ts";
import type { CpuShares, CpuUse } from "../../results/records.ts";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { canary, clock, foreign, steal, throttled } from "./machine.ts";
import type { Gate } from "./measurement.ts";

const quiet = closedSlice().cpu as CpuUse;
const used = (shares: Partial<CpuShares>, changes: Partial<CpuUse> = {}) =>
  closedMeasurement({
    record: { cpu: { ...quiet, shares: { ...quiet.shares, ...shares }, ...changes } },
  });

test("other programs may take 5 %, and the busiest is named", () => {
  equal(foreign.check(used({ foreign: 0.05 })), undefined);
  const programs = [
    { name: "cc1plus", share: 0.48 },
    { name: "cron", share: 0.03 },
  ];
  equal(
    foreign.check(used({ foreign: 0.51 }, { foreign: programs })),
    "other programs took 51.0 % of this machine, most of it `cc1plus` with 48.0 %",
  );
  equal(
    foreign.check(used({ foreign: 0.06 }, { foreign: [] })),
    "other programs took 6.0 % of this machine",
  );
});

test("a hypervisor may keep 5 %", () => {
  equal(steal.check(used({ steal: 0.05 })), undefined);
  equal(
    steal.check(used({ steal: 0.12 })),
    "the hypervisor kept 12.0 % of the processors' time from this machine",
  );
});

test("a control group may stop for less than 1 % of the window", () => {
  equal(throttled.check(used({}, { throttledUs: 9_999 })), undefined);
  equal(
    throttled.check(used({}, { throttledUs: 50_000 })),
    "the limit of its control group stopped this machine for 5.0 % of the time",
  );
});

test("a processor may be 5 % slower than otherwise, and as quick as it likes", () => {
  for (const time of [0.5, 1, 1.05])
    equal(canary.check(closedMeasurement({ record: { canary: time } })), undefined);
  equal(
    canary.check(closedMeasurement({ record: { canary: 1.31 } })),
    "the processor was slow: fixed work took 1.31 times as long as otherwise",
  );
});

test("a clock may go wrong by 50 ms, either way", () => {
  for (const clockStepMs of [-50, 0, 50])
    equal(clock.check(closedMeasurement({ record: { clockStepMs } })), undefined);
  equal(
    clock.check(closedMeasurement({ record: { clockStepMs: -51 } })),
    "the clock was set or the machine was suspended: it went wrong by -51 ms",
  );
});

test("a system that tells nothing of its processors refuses nothing", () => {
  const { cpu: _, ...record } = closedMeasurement().record;
  for (const gate of [foreign, steal, throttled] satisfies Gate[])
    equal(gate.check({ ...closedMeasurement(), record }), undefined);
});
