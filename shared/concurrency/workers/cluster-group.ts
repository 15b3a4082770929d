import nodeCluster from "node:cluster";
import { fileURLToPath } from "node:url";
import type { StoreKind } from "../../database/index.ts";
import type { LaunchOptions, RunningServer } from "./running-server.ts";
import type { WorkerOptions } from "./worker.ts";
import { startWorkerGroup } from "./worker-group.ts";
import { processHandle } from "./worker-handle.ts";

/** Workers of `node:cluster`: the primary accepts connections and hands them out in turn. */
export function launchCluster(options: LaunchOptions, store: StoreKind): Promise<RunningServer> {
  const workerOptions: WorkerOptions = { ...options, store, reusePort: false };
  nodeCluster.schedulingPolicy = nodeCluster.SCHED_RR;
  nodeCluster.setupPrimary({
    exec: fileURLToPath(new URL("./worker-process.ts", import.meta.url)),
    args: [JSON.stringify(workerOptions)],
  });
  // The workers ask for port 0, too: the primary gives all of them the one that it found.
  return startWorkerGroup(options.workers, options.port, () =>
    processHandle(nodeCluster.fork().process),
  );
}

/** Which runtimes have a `node:cluster` that does something else. */
export const runtimeUnavailable = {
  bun: "the workers of Bun's node:cluster listen by themselves: nobody hands connections out in turn",
} as const;

/** Why a framework that opens its own sockets has no place behind `node:cluster`. */
export const nativeSocketsUnavailable =
  "its sockets are opened in native code and never pass through node:net, where node:cluster shares connections among its workers";
