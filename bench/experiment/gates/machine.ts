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
  check: ({ record: { cpu } }) => {
    if (cpu === undefined || cpu.shares.foreign <= foreignShareLimit) return undefined;
    const [busiest] = cpu.foreign;
    const most = busiest && `, most of it \`${busiest.name}\` with ${formatShare(busiest.share)}`;
    return `other programs took ${formatShare(cpu.shares.foreign)} of this machine${most ?? ""}`;
  },
};

/** The hypervisor gave the processors to us. */
export const steal: Gate = {
  kind: "disturbed",
  check: ({ record: { cpu } }) => {
    if (cpu === undefined || cpu.shares.steal <= stealShareLimit) return undefined;
    return `the hypervisor kept ${formatShare(cpu.shares.steal)} of the processors' time from this machine`;
  },
};

/** The control group's limit of CPU time was not reached. */
export const throttled: Gate = {
  kind: "disturbed",
  check: ({ record: { cpu, result } }) => {
    const share = (cpu?.throttledUs ?? 0) / result.elapsedUs;
    if (share < throttledShareLimit) return undefined;
    return `the limit of its control group stopped this machine for ${formatShare(share)} of the time`;
  },
};

/** The processor was as quick as it is otherwise. */
export const canary: Gate = {
  kind: "disturbed",
  check: ({ record }) => {
    if (record.canary <= canaryLimit) return undefined;
    return `the processor was slow: fixed work took ${record.canary.toFixed(2)} times as long as otherwise`;
  },
};

/** Nobody set the clock, and the machine was not suspended. */
export const clock: Gate = {
  kind: "disturbed",
  check: ({ record: { clockStepMs } }) => {
    if (Math.abs(clockStepMs) <= clockStepLimitMs) return undefined;
    return `the clock was set or the machine was suspended: it went wrong by ${clockStepMs} ms`;
  },
};
