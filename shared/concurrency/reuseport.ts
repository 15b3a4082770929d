import { forkWorker } from "./forked-worker.ts";
import { launchOnSharedPort, systemUnavailable } from "./shared-port.ts";
import type { Model } from "./types.ts";
import { startWorkerGroup } from "./worker-group.ts";

/** N processes with a listening socket each: the kernel spreads connections by their hash. */
export const reuseport: Model = {
  name: "reuseport",
  acceptor: "the kernel (SO_REUSEPORT)",
  store: "pipelined",
  maximumWorkers: 256,
  defaultWorkers: (cores) => cores,
  holders: (workers) => workers,
  describe: (workers) => `1 launcher and ${workers} worker processes`,
  ...systemUnavailable,
  launch: (options) =>
    launchOnSharedPort(options, (port) =>
      startWorkerGroup(options.workers, port, () =>
        forkWorker({ ...options, port, store: "pipelined", reusePort: true }),
      ),
    ),
};
