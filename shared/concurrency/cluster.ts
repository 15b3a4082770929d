import nodeCluster, { type Worker as ClusterWorker } from "node:cluster";
import { fileURLToPath } from "node:url";
import { RowbenchError } from "../contract/index.ts";
import type { ReportFromWorker } from "./cluster-worker.ts";
import type { LaunchOptions, Model, RunningServer } from "./types.ts";

/** N processes behind one listening socket, which the primary owns. */
export const cluster: Model = {
  name: "cluster",
  acceptor: "the primary hands connections out (round robin)",
  databaseAccess: "async, pipelined",
  maximumWorkers: 256,
  defaultWorkers: (cores) => cores,
  describe: (workers) => `1 primary and ${workers} worker processes`,
  nativeSocketsUnavailable:
    "its sockets are opened in C++ and never pass through node:net, where node:cluster hands connections out",
  launch,
};

async function launch(options: LaunchOptions): Promise<RunningServer> {
  nodeCluster.schedulingPolicy = nodeCluster.SCHED_RR;
  nodeCluster.setupPrimary({
    exec: fileURLToPath(new URL("./cluster-worker.ts", import.meta.url)),
    args: [JSON.stringify(options)],
  });
  const workers = Array.from({ length: options.workers }, () => nodeCluster.fork());
  const failure = Promise.race(workers.map(unexpectedEnd));
  const close = () => closeAll(workers);
  try {
    const ports = await Promise.race([
      Promise.all(workers.map(listeningPort)),
      rejectWith(failure),
    ]);
    return {
      port: ports[0] ?? options.port,
      workers: workers.map(({ process: { pid = 0 } }) => ({ id: String(pid), pid })),
      failure,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Resolves when the worker listens, rejects with the reason when it says that it cannot. */
function listeningPort(worker: ClusterWorker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once("message", (report: ReportFromWorker) => {
      if (report.kind === "listening") resolve(report.port);
      else reject(new RowbenchError(report.code, report.message));
    });
  });
}

/** Resolves when the worker ends although nobody asked it to. */
function unexpectedEnd(worker: ClusterWorker): Promise<RowbenchError> {
  return new Promise((resolve) => {
    worker.once("exit", (exitCode, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${exitCode}`;
      const pid = worker.process.pid;
      if (worker.exitedAfterDisconnect) return;
      resolve(new RowbenchError("SERVER_START_FAILED", `worker ${pid} ended with ${how}`));
    });
  });
}

async function rejectWith(failure: Promise<RowbenchError>): Promise<never> {
  throw await failure;
}

/** More than a worker gives its answers in flight: one that takes longer does not listen to us. */
const closeLimitMs = 11_000;

async function closeAll(workers: readonly ClusterWorker[]): Promise<void> {
  await Promise.all(workers.map(closeWorker));
}

function closeWorker(worker: ClusterWorker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.isDead()) return resolve();
    const timer = setTimeout(() => worker.process.kill("SIGKILL"), closeLimitMs);
    worker.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    worker.exitedAfterDisconnect = true;
    if (worker.isConnected()) worker.send("close");
  });
}
