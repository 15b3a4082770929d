import { fork } from "node:child_process";
import type { WorkerOptions } from "./worker.ts";
import { processHandle, type WorkerHandle } from "./worker-handle.ts";

/** Starts a worker in a process of its own, with these variables added to the environment. */
export function forkWorker(
  options: WorkerOptions,
  environment: Readonly<Record<string, string>> = {},
): WorkerHandle {
  const program = new URL("./worker-process.ts", import.meta.url);
  const env = { ...process.env, ...environment };
  return processHandle(fork(program, [JSON.stringify(options)], { env }));
}
