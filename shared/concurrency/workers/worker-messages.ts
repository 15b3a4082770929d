import { type ErrorCode, messageOf, RowbenchError } from "../../contract/index.ts";

/** What a launcher tells a worker: the two steps of closing. */
export type WorkerCommand = "stop-listening" | "close";

/** What a worker tells its launcher. */
export type WorkerReport =
  | { readonly kind: "listening"; readonly port: number; readonly id: string }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: "stopped-listening" };

/** An error as a message: only its code and its words can travel. */
export function failureReport(error: unknown): WorkerReport {
  const code = error instanceof RowbenchError ? error.code : "SERVER_START_FAILED";
  return { kind: "failed", code, message: messageOf(error) };
}
