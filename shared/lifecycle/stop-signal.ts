/**
 * Resolves at the first SIGINT or SIGTERM, or when the program that started this one (with an
 * IPC channel) is gone. A second signal ends the process at once, with the code that shells use.
 */
export function nextStopSignal(): Promise<void> {
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
  });
}
