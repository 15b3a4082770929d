import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { milliseconds, RowbenchError } from "@rowbench/shared/contract";
import type { ReadyMessage } from "@rowbench/shared/lifecycle";
import { isAlive, type SupervisedChild, superviseChild } from "@rowbench/shared/processes";
import {
  commandOf,
  type InstalledRuntime,
  ownRuntime,
  runtimeEnvironment,
} from "@rowbench/shared/runtimes";
import { accepts } from "./accepts.ts";

/** What a server is started with. */
export interface CellStart {
  /** Path of the package's `src/server.ts`. */
  readonly entry: string;
  readonly model: string;
  readonly workers: number;
  readonly databaseUrl: string;
  readonly rows: number;
  /** The address that it listens on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** What else its environment says, such as `POOL`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What runs it; the Node.js of this program when absent. */
  readonly runtime?: InstalledRuntime;
  /** `serve.mjs` of another tree; that of this one when absent. */
  readonly serveProgram?: string;
}

/** A started server that accepts connections. */
export interface CellProcess {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly workerIds: readonly string[];
  /** Every process of the server, its launcher included. */
  readonly pids: readonly number[];
  /** Resolves with `ending()` once it has ended; never rejects. */
  readonly ended: Promise<string>;
  /** The exit code or signal and the last lines, once it has ended; undefined while it runs. */
  ending(): string | undefined;
  /** Ends it and resolves once all its processes are gone and its port is free. */
  stop(): Promise<void>;
}

const ownProgram = fileURLToPath(
  new URL("./serve.mjs", import.meta.resolve("@rowbench/shared/lifecycle")),
);
const ownHost = "127.0.0.1";
/** What a server has of its starter's environment. A place for compiled code makes its start quicker, and no request. */
const inherited = ["PATH", "NODE_COMPILE_CACHE"] as const;
const startLimitMs = 15_000;
/** More than a server gives its answers in flight, so that this is a fault and not impatience. */
const patience = milliseconds(12_000);

/** Starts a server as a child process and waits until it is ready. */
export async function startCell(start: CellStart): Promise<CellProcess> {
  const child = superviseChild(spawnServer(start), { patience, leadsGroup: true });
  try {
    const { port, workers } = await readyMessage(child);
    const { host = ownHost } = start;
    return {
      origin: `http://${host}:${port}`,
      workerIds: workers.map(({ id }) => id),
      pids: [...new Set([child.pid, ...workers.map(({ pid }) => pid)])],
      ended: child.ended,
      ending: child.ending,
      stop: () =>
        stop(
          child,
          workers.map(({ pid }) => pid),
          { host, port },
        ),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** In a process group of its own: Ctrl-C in a terminal then reaches the benchmark alone. */
function spawnServer(start: CellStart) {
  const { entry, model, workers, databaseUrl, rows, settings } = start;
  const { runtime = ownRuntime(), serveProgram = ownProgram, host = ownHost } = start;
  const options = ["--host", host, "--port", "0", "--model", model];
  const [program = "", ...words] = commandOf(runtime, serveProgram);
  return spawn(program, [...words, entry, ...options, "--workers", `${workers}`], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...Object.fromEntries(inherited.map((name) => [name, process.env[name]])),
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      DATABASE_ROWS: `${rows}`,
      ...runtimeEnvironment(runtime),
      ...settings,
    },
  });
}

async function readyMessage({ process: child, ended }: SupervisedChild): Promise<ReadyMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadyMessage>();
  const fail = (message: string) => reject(new RowbenchError("SERVER_START_FAILED", message));
  const timer = setTimeout(() => fail(`not ready within ${startLimitMs / 1000} s`), startLimitMs);
  void ended.then((how) => fail(`ended before it was ready, ${how}`));
  child.once("message", resolve);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

async function stop(
  child: SupervisedChild,
  workers: readonly number[],
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  const how = await child.stop();
  const left = workers.filter(isAlive);
  if (how === "killed")
    throw stopFailure(`did not stop within ${patience / 1000} s and was killed`);
  if (how === "left processes" || left.length > 0)
    throw stopFailure(`left processes behind: ${left.join(", ")}`);
  if (await accepts(port, host)) throw stopFailure(`something still listens on its port ${port}`);
}

const stopFailure = (message: string) => new RowbenchError("SERVER_STOP_FAILED", message);
