/** A signal that aborts at Ctrl-C or SIGTERM; a second Ctrl-C ends the program at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Starts listening for SIGINT and SIGTERM. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const abort = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error("stopped"));
  };
  process.on("SIGINT", abort);
  process.on("SIGTERM", abort);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", abort);
      process.off("SIGTERM", abort);
    },
  };
}
