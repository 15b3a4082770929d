import { readFileSync, readlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import process from "node:process";
import { type Microseconds, microseconds, RowbenchError } from "@rowbench/shared/contract";
import { createCanary } from "../../experiment/observation/canary.ts";
import { type Links, linkUseBetween, readLinks } from "../../experiment/observation/link-use.ts";
import { watchMachine } from "../../experiment/testbed/machine-watch.ts";
import type { MachineWatch } from "../../experiment/testbed/testbed.ts";
import type { Mark } from "../../load/index.ts";
import { nowUs } from "../../load/terms/clock.ts";
import { describeMachine } from "../../results/records/machine.ts";
import { type HostUsage, protocolVersion } from "../protocol.ts";
import type { Answers, Hears } from "./role.ts";

/**
 * What every role answers: who it is, what time it is, and what a load did to its machine.
 * @param onIntroduction called when somebody has asked who it is
 */
export function createMachineCalls(
  rolePids: readonly number[],
  onIntroduction: () => void,
): {
  readonly answers: Answers;
  readonly hears: Hears;
} {
  const canary = createCanary();
  let watch: MachineWatch | undefined;
  const moments: Partial<Record<Mark, Moment>> = {};
  return {
    answers: {
      introduce: async ({ address = firstAddress() }) => {
        onIntroduction();
        return {
          version: protocolVersion,
          machine: describeMachine(),
          machineId: readMachineId(),
          pids: [process.pid, ...rolePids],
          address,
          wallClockMs: Date.now(),
        };
      },
      clock: async () => nowUs(),
      watch: async ({ roles }) => {
        delete moments.begin;
        delete moments.end;
        watch = roles && watchMachine(roles, canary);
        return null;
      },
      usage: ({ elapsedUs, linkSpeed }) => usageOf(watch, moments, elapsedUs, linkSpeed),
    },
    hears: {
      mark: ({ mark }) => {
        watch?.mark(mark);
        moments[mark] = { atUs: nowUs(), links: readLinks() };
      },
    },
  };
}

/** What is read at a mark beside the machine's own counters. */
interface Moment {
  readonly atUs: number;
  readonly links: Links;
}

/** Marks come over the network, a little too early or late: what was counted is put to the window's length. */
async function usageOf(
  watch: MachineWatch | undefined,
  { begin, end }: Partial<Record<Mark, Moment>>,
  elapsedUs: Microseconds,
  linkSpeed: number | undefined,
): Promise<HostUsage> {
  if (begin === undefined || end === undefined)
    throw new RowbenchError("HOST_FAILED", "the window had no marks");
  const spanUs = microseconds(end.atUs - begin.atUs);
  const link = linkUseBetween(begin.links, end.links, spanUs, linkSpeed);
  const machine = await watch?.usage({ elapsedUs, share: elapsedUs / spanUs });
  return { ...(machine && { machine }), ...(link && { link }) };
}

/** random(4): the boot id is made anew whenever a kernel starts. */
function readMachineId(): string {
  if (process.platform !== "linux") return `${process.platform} ${process.pid}`;
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${bootId} ${readlinkSync("/proc/self/ns/pid")}`;
}

function firstAddress(): string {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4");
  if (found !== undefined) return found.address;
  throw new RowbenchError("HOST_UNAVAILABLE", "it has no address that other hosts reach");
}
