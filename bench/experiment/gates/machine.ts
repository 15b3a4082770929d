import { firstReason } from "./hosts.ts";
import { formatShare, type Gate } from "./measurement.ts";

/** Of the time of all processors. */
const foreignShareLimit = 0.05;
const stealShareLimit = 0.05;
/** Of the window. */
const throttledShareLimit = 0.01;
/** How much longer than usual the fixed work may take; a quicker processor disturbs nobody. */
const canaryLimit = 1.05;
/** A clock that is kept in time is slewed by 0.5 ms a second at most (adjtimex(2)). */
const clockStepLimitMs = 50;

/** Other programs left the machine to us. */
export const foreign: Gate = {
  kind: "disturbed",
  check: ({ record }) =>
    firstReason(record, ({ cpu, label }) => {
      if (cpu === undefined || cpu.shares.foreign <= foreignShareLimit) return undefined;
      const [busiest] = cpu.foreign;
      const most = busiest && `, most of it \`${busiest.name}\` with ${formatShare(busiest.share)}`;
      return `other programs took ${formatShare(cpu.shares.foreign)} of ${label}${most ?? ""}`;
    }),
};

/** The hypervisor gave the processors to us. */
export const steal: Gate = {
  kind: "disturbed",
  check: ({ record }) =>
    firstReason(record, ({ cpu, label }) => {
      if (cpu === undefined || cpu.shares.steal <= stealShareLimit) return undefined;
      return `the hypervisor kept ${formatShare(cpu.shares.steal)} of the processors' time from ${label}`;
    }),
};

/** The control group's limit of CPU time was not reached. */
export const throttled: Gate = {
  kind: "disturbed",
  check: ({ record }) =>
    firstReason(record, ({ cpu, label }) => {
      const share = (cpu?.throttledUs ?? 0) / record.result.elapsedUs;
      if (share < throttledShareLimit) return undefined;
      return `the limit of its control group stopped ${label} for ${formatShare(share)} of the time`;
    }),
};

/** The processor was as quick as it is otherwise. */
export const canary: Gate = {
  kind: "disturbed",
  check: ({ record }) =>
    firstReason(record, ({ canary: time, label }) => {
      if (time <= canaryLimit) return undefined;
      return `the processor of ${label} was slow: fixed work took ${time.toFixed(2)} times as long as otherwise`;
    }),
};

/** Nobody set the clock, and the machine was not suspended. */
export const clock: Gate = {
  kind: "disturbed",
  check: ({ record }) =>
    firstReason(record, ({ clockStepMs, label }) => {
      if (Math.abs(clockStepMs) <= clockStepLimitMs) return undefined;
      return `the clock was set or ${label} was suspended: it went wrong by ${clockStepMs} ms`;
    }),
};
