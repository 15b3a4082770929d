import nodeCluster from "node:cluster";
import { launchCluster, nativeSocketsUnavailable } from "./cluster-group.ts";
import type { Model } from "./types.ts";

/**
 * Prefork: N processes wait on one listen queue, and the one that is idle accepts. A handler's
 * query blocks its process, which meanwhile does nothing else at all.
 */
export const blocking: Model = {
  name: "blocking",
  acceptor: "whichever process is idle (shared listen queue)",
  store: "blocking",
  maximumWorkers: 256,
  // A process that waits for PostgreSQL leaves its core to another one.
  defaultWorkers: (cores) => 2 * cores,
  holders: (workers) => workers,
  describe: (workers) => `1 primary and ${workers} worker processes`,
  nativeSocketsUnavailable,
  launch: (options) =>
    launchCluster(options, { store: "blocking", schedulingPolicy: nodeCluster.SCHED_NONE }),
};
