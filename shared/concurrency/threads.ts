import { Worker as Thread } from "node:worker_threads";
import { launchOnSharedPort, systemUnavailable } from "./shared-port.ts";
import type { Model } from "./types.ts";
import type { WorkerOptions } from "./worker.ts";
import { startWorkerGroup } from "./worker-group.ts";
import { threadHandle, type WorkerHandle } from "./worker-handle.ts";

/** N worker threads of one process, each with its own event loop and listening socket. */
export const threads: Model = {
  name: "threads",
  acceptor: "the kernel (SO_REUSEPORT)",
  store: "pipelined",
  maximumWorkers: 256,
  defaultWorkers: (cores) => cores,
  holders: (workers) => workers,
  describe: (workers) => `1 process with ${workers} worker threads`,
  ...systemUnavailable,
  launch: (options) =>
    launchOnSharedPort(options, (port) =>
      startWorkerGroup(options.workers, port, () =>
        startThread({ ...options, port, store: "pipelined", reusePort: true }),
      ),
    ),
};

function startThread(workerData: WorkerOptions): WorkerHandle {
  return threadHandle(new Thread(new URL("./worker-thread.ts", import.meta.url), { workerData }));
}
