import { readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds } from "../contract/index.ts";
import { processStatus } from "./process-status.ts";

const pollMs = 10;
/** Who was killed is gone at once, unless it is held up in a call of the kernel. */
const killLimitMs = 2000;

/** Whether a process group, named by the id of its first process, has a process that runs. */
export function isGroupAlive(group: number): boolean {
  if (!signalGroup(group, 0)) return false;
  return process.platform !== "linux" || hasRunningMember(group);
}

/** Waits for a group that was asked to end; what is left of it after that time is killed. */
export async function endGroup(group: number, patience: Milliseconds): Promise<void> {
  const deadline = performance.now() + patience;
  while (isGroupAlive(group) && performance.now() < deadline) await delay(pollMs);
  await killGroup(group);
}

/** Kills all of a group; resolves once none of it runs, after two seconds at most. */
export async function killGroup(group: number): Promise<void> {
  const deadline = performance.now() + killLimitMs;
  while (isGroupAlive(group) && performance.now() < deadline) {
    signalGroup(group, "SIGKILL");
    await delay(pollMs);
  }
}

/** Whether there was anybody in the group, zombies included. Windows has no groups. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

function hasRunningMember(group: number): boolean {
  return readdirSync("/proc").some((name) => {
    const status = /^\d+$/.test(name) ? processStatus(Number(name)) : undefined;
    return status?.group === group && status.state !== "Z";
  });
}
