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
  // On two cores a sweep chose two for Fastify and three for node:http; four were 0.6 and 0.75 times
  // as fast. With waits in the database the best number grows with the wait: `sweep workers`.
  defaultWorkers: (cores) => cores,
  holders: (workers) => workers,
  describe: (workers) => `1 primary and ${workers} worker processes`,
  nativeSocketsUnavailable,
  launch: (options) =>
    launchCluster(options, { store: "blocking", schedulingPolicy: nodeCluster.SCHED_NONE }),
};
