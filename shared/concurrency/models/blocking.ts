import {
  launchCluster,
  nativeSocketsUnavailable,
  runtimeUnavailable,
} from "../workers/cluster-group.ts";
import type { Model } from "./model.ts";

/**
 * Prefork: N processes, and a handler's query blocks its process, which meanwhile does nothing else
 * at all. The primary hands connections out in turn. With a shared listen queue (`SCHED_NONE`)
 * the process that is idle takes all that have come: connections that are kept then stay with a
 * few processes while others have none. 16 processes at a wait of 20 ms gave 229 to 740 requests/s
 * from start to start, in turn 717 to 739.
 */
export const blocking: Model = {
  name: "blocking",
  acceptor: "the primary, which hands connections out (round robin)",
  store: "blocking",
  maximumWorkers: 256,
  // On two cores a sweep chose two for Fastify and three for node:http; four were 0.6 and 0.75 times
  // as fast. With waits in the database the best number grows with the wait: `sweep workers`.
  defaultWorkers: (cores) => cores,
  holders: (workers) => workers,
  describe: (workers) => `1 primary and ${workers} worker processes`,
  nativeSocketsUnavailable,
  runtimeUnavailable,
  launch: (options) => launchCluster(options, "blocking"),
};
