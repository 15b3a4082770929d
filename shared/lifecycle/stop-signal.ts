import type { ScriptRunner } from "../processes/index.ts";

/**
 * Resolves at the first SIGINT or SIGTERM, or when the program that started this one is gone: one
 * with an IPC channel, or the npm that runs it. A second signal ends the process at once, with the
 * code that shells use.
 */
export function nextStopSignal(runner?: ScriptRunner): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (exitCode: number) => {
      if (stopping) process.exit(exitCode);
      stopping = true;
      resolve();
    };
    process.on("SIGINT", () => stop(130));
    process.on("SIGTERM", () => stop(143));
    process.once("disconnect", () => stop(1));
    // npm ends on the same Ctrl-C as this process: that is no second signal.
    void runner?.gone.then(() => stopping || stop(1));
  });
}
