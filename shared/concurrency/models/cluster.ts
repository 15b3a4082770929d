import {
  launchCluster,
  nativeSocketsUnavailable,
  runtimeUnavailable,
} from "../workers/cluster-group.ts";
import type { Model } from "./model.ts";

/** N processes behind one listening socket: the primary accepts and deals the connections out. */
export const cluster: Model = {
  name: "cluster",
  acceptor: "the primary, which hands connections out (round robin)",
  store: "pipelined",
  maximumWorkers: 256,
  defaultWorkers: (cores) => cores,
  holders: (workers) => workers,
  describe: (workers) => `1 primary and ${workers} worker processes`,
  nativeSocketsUnavailable,
  runtimeUnavailable,
  launch: (options) => launchCluster(options, "pipelined"),
};
