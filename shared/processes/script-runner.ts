import { readFileSync } from "node:fs";
import { processStatus } from "./process-status.ts";

/** The npm that runs a program as the script of a package. */
export interface ScriptRunner {
  /** Resolves within half a second once it has ended, however; watching keeps nobody alive. */
  readonly gone: Promise<void>;
}

const pollMs = 500;

/**
 * The npm that started this process by a script with `command` in it; `undefined` where none did.
 * npm runs a script in a shell, which dies of the signal that ends npm, or outlives it, and in
 * neither case tells the program. To be asked at once: who is gone already cannot be known.
 */
export function findScriptRunner(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): ScriptRunner | undefined {
  if (!environment.npm_lifecycle_script?.includes(command)) return undefined;
  const parent = process.ppid;
  const isShell = isShellOf(command, parent);
  const npm = isShell ? processStatus(parent)?.parent : parent;
  const isGone = () =>
    process.ppid !== parent || (isShell && processStatus(parent)?.parent !== npm);
  return { gone: untilGone(isGone) };
}

function untilGone(isGone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isGone()) return;
      clearInterval(timer);
      resolve();
    }, pollMs).unref();
  });
}

/**
 * Whether the process is the shell that npm gave the command to. Where there is no /proc (macOS)
 * the shell becomes the program that it runs, so that npm itself is the parent.
 */
function isShellOf(command: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(command);
  } catch {
    return false;
  }
}
