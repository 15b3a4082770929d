import { Worker as Thread } from "node:worker_threads";
import type { WorkerOptions } from "./worker.ts";
import { threadHandle, type WorkerHandle } from "./worker-handle.ts";

/** Starts a worker in a thread of this process. */
export function startThread(workerData: WorkerOptions): WorkerHandle {
  return threadHandle(new Thread(new URL("./worker-thread.ts", import.meta.url), { workerData }));
}
