import { workerId } from "../../contract/index.ts";
import { type LocalWorker, startWorker, type WorkerOptions } from "./worker.ts";
import { failureReport, type WorkerCommand, type WorkerReport } from "./worker-messages.ts";

/**
 * What a worker does that is no launcher itself: it starts, reports, and obeys.
 * @returns how it takes a command; `close` ends with `exit`
 */
export function runWorker(
  options: WorkerOptions,
  report: (message: WorkerReport) => void,
  exit: () => void,
): (command: WorkerCommand) => Promise<void> {
  let worker: LocalWorker | undefined;
  startWorker(options).then(
    (started) => {
      worker = started;
      report({ kind: "listening", port: started.port, id: workerId() });
    },
    (error: unknown) => report(failureReport(error)),
  );
  return async (command) => {
    // A worker that does not listen yet owes nobody an answer.
    if (command === "stop-listening") {
      await worker?.stopListening();
      return report({ kind: "stopped-listening" });
    }
    await worker?.close();
    exit();
  };
}
