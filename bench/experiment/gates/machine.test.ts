import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { closedSlice, hostUse } from "../../results/fixtures/slices.ts";
import type { CpuShares, CpuUse } from "../../results/records/records.ts";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { refusalsOf } from "./gates.ts";
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
    "the processor of this machine was slow: fixed work took 1.31 times as long as otherwise",
  );
});

test("a clock may go wrong by 50 ms, either way", () => {
  for (const clockStepMs of [-50, 0, 50])
    equal(clock.check(closedMeasurement({ record: { clockStepMs } })), undefined);
  equal(
    clock.check(closedMeasurement({ record: { clockStepMs: -51 } })),
    "the clock was set or this machine was suspended: it went wrong by -51 ms",
  );
});

test("of several machines the one that was disturbed is named", () => {
  const disturbed = hostUse({
    name: "ssh://bench@10.0.0.7",
    role: "generator",
    cpu: { ...quiet, shares: { ...quiet.shares, foreign: 0.2, steal: 0.3 }, throttledUs: 50_000 },
    canary: 1.31,
    clockStepMs: -51,
  });
  const measurement = closedMeasurement({ record: { hosts: [hostUse(), disturbed] } });
  const name = "`ssh://bench@10.0.0.7` (generator)";
  deepEqual(
    [foreign, steal, throttled, canary, clock].map((gate) => gate.check(measurement)),
    [
      `other programs took 20.0 % of ${name}, most of it \`cron\` with 1.0 %`,
      `the hypervisor kept 30.0 % of the processors' time from ${name}`,
      `the limit of its control group stopped ${name} for 5.0 % of the time`,
      `the processor of ${name} was slow: fixed work took 1.31 times as long as otherwise`,
      `the clock was set or ${name} was suspended: it went wrong by -51 ms`,
    ],
  );
  deepEqual(refusalsOf(closedMeasurement({ record: { hosts: [hostUse(), hostUse()] } })), []);
});

test("what a machine with a name says of itself is told with the name", () => {
  const hosts = [hostUse({ canary: 1.2 })];
  match(
    canary.check(closedMeasurement({ record: { canary: 1.2, hosts } })) ?? "",
    /`host` \(server\)/,
  );
});

test("a system that tells nothing of its processors refuses nothing", () => {
  const { cpu: _, ...record } = closedMeasurement().record;
  for (const gate of [foreign, steal, throttled] satisfies Gate[])
    equal(gate.check({ ...closedMeasurement(), record }), undefined);
});
