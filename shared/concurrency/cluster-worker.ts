// What a worker process of the `cluster` model runs. Its launch options are its argument.
import process from "node:process";
import { type ErrorCode, messageOf, RowbenchError } from "../contract/index.ts";
import { type LocalWorker, startWorker } from "./worker.ts";

/** The first message of a worker to its primary. */
export type ReportFromWorker =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

// A terminal sends Ctrl-C to the whole process group; only the primary decides when to close.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
// The channel closes when the primary is gone, however it ended: nobody would stop this worker.
process.on("disconnect", () => process.exit(0));

let worker: LocalWorker | undefined;
process.once("message", () => void close());
startWorker(JSON.parse(process.argv[2] ?? "")).then((started) => {
  worker = started;
  report({ kind: "listening", port: started.port });
}, reportFailure);

/** A worker that does not listen yet owes nobody an answer. */
async function close(): Promise<void> {
  await worker?.close();
  process.exit(0);
}

function reportFailure(error: unknown): void {
  const code = error instanceof RowbenchError ? error.code : "SERVER_START_FAILED";
  report({ kind: "failed", code, message: messageOf(error) });
}

function report(message: ReportFromWorker): void {
  process.send?.(message);
}
