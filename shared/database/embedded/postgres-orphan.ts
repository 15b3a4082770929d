import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RowbenchError } from "../../contract/index.ts";

const pollMs = 20;

/**
 * Stops a postmaster that still runs on the data folder: its keeper was killed. A process that
 * only has the number of an earlier postmaster is left alone. Throws DATABASE_START_FAILED when
 * it cannot be stopped.
 */
export async function stopOrphan(dataFolder: string): Promise<void> {
  const pid = readPostmasterPid(dataFolder);
  if (pid === undefined) return;
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isPostmasterOf(pid, dataFolder)) return;
    send(pid, signal);
    if (await isGone(pid, dataFolder, 4000)) return;
  }
  throw new RowbenchError(
    "DATABASE_START_FAILED",
    `an earlier PostgreSQL, process \`${pid}\`, still runs on \`${dataFolder}\`: stop it yourself`,
  );
}

function readPostmasterPid(dataFolder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isPostmasterOf(pid: number, dataFolder: string): boolean {
  const command = commandOf(pid);
  return /\bpostgres(\.exe)?["\s]/.test(command) && command.includes(dataFolder);
}

/** The command line of a process, its arguments separated by blanks; empty when there is none. */
function commandOf(pid: number): string {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function isGone(pid: number, dataFolder: string, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += pollMs) {
    if (!isPostmasterOf(pid, dataFolder)) return true;
    await delay(pollMs);
  }
  return false;
}
