import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@rowbench/shared/contract";
import { collectText, signalChildGroup } from "@rowbench/shared/processes";
import type { RoleProcess } from "../host.ts";
import type { Kubectl } from "./kubectl.ts";
import type { Limits } from "./limits.ts";
import { findPod } from "./pod-start.ts";

/** Where a role runs, and how it is removed. */
export interface AttachedRole {
  readonly pod: string;
  readonly selector: string;
  readonly limits: Limits;
  /** Removes the pod; rejects where that cannot be made sure. */
  remove(): Promise<void>;
}

const keptCharacters = 4000;
const keptLines = 8;

/** Attaches to a role that waits for its input: what it would have said before, nobody hears. */
export function attachRole(kubectl: Kubectl, role: AttachedRole): RoleProcess {
  const child = kubectl.attach(role.pod);
  const stderr = collectText(child.stderr, keptCharacters);
  // Whoever writes to a role that is gone learns of it by `ended`.
  child.stdin.on("error", () => {});
  const closed = once(child, "close").catch(() => {});
  const ended = closed.then(async () => {
    const words = stderr()
      .split("\n")
      .filter((line) => line.trim() !== "");
    return [await howEnded(kubectl, role), ...words.slice(-keptLines)].join(" | ");
  });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    child.stdin.end();
    await Promise.race([ended, delay(role.limits.ending, undefined, { ref: false })]);
    try {
      await role.remove();
    } finally {
      signalChildGroup(child, "SIGKILL");
      await closed;
    }
  };
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** The cluster learns a moment after us how a container ended. */
async function howEnded(kubectl: Kubectl, { selector, limits }: AttachedRole): Promise<string> {
  const deadline = performance.now() + limits.report;
  for (;;) {
    try {
      const found = await findPod(kubectl, selector, limits.request);
      if (found === undefined) return "its pod is gone";
      if (found.state.kind === "ended") return found.state.reason;
    } catch (error) {
      return `the connection to it ended, and the cluster does not tell why (${messageOf(error)})`;
    }
    if (performance.now() >= deadline) return "the connection to it ended while its pod runs on";
    await delay(limits.poll);
  }
}
