import { forkWorker } from "../workers/forked-worker.ts";
import { startWorkerGroup } from "../workers/worker-group.ts";
import type { Model } from "./model.ts";

/**
 * One event loop for HTTP, K blocking connections on libuv's thread pool. The pool's size is read
 * from the environment before the first use, so the loop runs in a process that starts with it.
 */
export const threadPool: Model = {
  name: "thread-pool",
  acceptor: "the process",
  store: "thread-pool",
  // libuv's own limit is 1024 threads; PostgreSQL's connections are fewer.
  maximumWorkers: 256,
  defaultWorkers: (cores) => 4 * cores,
  holders: () => 1,
  describe: (workers) => `1 launcher and 1 process with a pool of ${workers} threads`,
  launch: (options) =>
    startWorkerGroup(1, options.port, (port) =>
      forkWorker(
        { ...options, port, store: "thread-pool", reusePort: false },
        { UV_THREADPOOL_SIZE: `${options.workers}` },
      ),
    ),
};
