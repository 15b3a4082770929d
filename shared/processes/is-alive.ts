import { processStatus } from "./process-status.ts";

/**
 * Whether a process runs, whoever owns it. One that has ended but was not collected by its parent
 * yet (a zombie) is not alive; only Linux tells.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return processStatus(pid)?.state !== "Z";
}
