import {
  launchOnSharedPort,
  runtimeUnavailable,
  systemUnavailable,
} from "../workers/shared-port.ts";
import { startThread } from "../workers/threaded-worker.ts";
import { startWorkerGroup } from "../workers/worker-group.ts";
import type { Model } from "./model.ts";

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
  runtimeUnavailable,
  launch: (options) =>
    launchOnSharedPort(options, (port) =>
      startWorkerGroup(options.workers, port, () =>
        startThread({ ...options, port, store: "pipelined", reusePort: true }),
      ),
    ),
};
