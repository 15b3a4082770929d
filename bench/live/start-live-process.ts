import { fork } from "node:child_process";
import { once } from "node:events";

/** What the process tells. */
export type LiveReport =
  | { readonly kind: "listening"; readonly url: string }
  | { readonly kind: "failed"; readonly message: string };

/** A process that shows a run in the browser. */
export interface LiveProcess {
  /** Resolves once it has ended: a moment after the run's reports are written. Never rejects. */
  readonly ended: Promise<void>;
  /** Ends it now. */
  stop(): void;
}

/** Starts it beside whoever measures; it shows no more than what is in the folder. */
export function startLiveProcess(
  folder: string,
  onReport: (report: LiveReport) => void,
  port = 0,
): LiveProcess {
  const child = fork(new URL("./live-process.ts", import.meta.url), [folder, `${port}`], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  child.on("message", (report: LiveReport) => onReport(report));
  const failed = once(child, "error").then(([error]) => {
    onReport({ kind: "failed", message: (error as Error).message });
  });
  const exited = once(child, "exit");
  return {
    ended: Promise.race([exited, failed]).then(
      () => {},
      () => {},
    ),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}
