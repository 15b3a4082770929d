import { forkWorker } from "../workers/forked-worker.ts";
import {
  launchOnSharedPort,
  runtimeUnavailable,
  systemUnavailable,
} from "../workers/shared-port.ts";
import { startWorkerGroup } from "../workers/worker-group.ts";
import type { Model } from "./model.ts";

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
  runtimeUnavailable,
  launch: (options) =>
    launchOnSharedPort(options, (port) =>
      startWorkerGroup(options.workers, port, () =>
        forkWorker({ ...options, port, store: "pipelined", reusePort: true }),
      ),
    ),
};
