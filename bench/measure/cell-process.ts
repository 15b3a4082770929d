import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { RowbenchError } from "@rowbench/shared/contract";
import type { ReadyMessage } from "@rowbench/shared/lifecycle";

/** What a cell is started with. */
export interface CellStart {
  /** Path of the package's `src/server.ts`. */
  readonly entry: string;
  readonly model: string;
  readonly workers: number;
  readonly databaseUrl: string;
  readonly rows: number;
  /** Connections to PostgreSQL, as the server's `POOL` takes them; its own default when absent. */
  readonly pool?: string | undefined;
  /** As the server's `DRIVER` takes it; its own default when absent. */
  readonly driver?: string | undefined;
}

/** A started server that accepts connections. */
export interface CellProcess {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly workerIds: readonly string[];
  /** Every process of the server, its launcher included. */
  readonly pids: readonly number[];
  /** The exit code or signal and the last lines, once it has ended; undefined while it runs. */
  ending(): string | undefined;
  /** Ends it and resolves once all its processes are gone and its port is free. */
  stop(): Promise<void>;
}

const serveProgram = fileURLToPath(
  new URL("./serve.mjs", import.meta.resolve("@rowbench/shared/lifecycle")),
);
const startLimitMs = 15_000;
/** More than a server gives its answers in flight, so that this is a fault and not impatience. */
const stopLimitMs = 12_000;
const keptLines = 8;

/** Starts a server as a child process and waits until it is ready. */
export async function startCell(start: CellStart): Promise<CellProcess> {
  const child = spawnServer(start);
  const lastLines = keepLastLines(child);
  const ending = () => describeEnding(child, lastLines());
  try {
    const { port, workers } = await readyMessage(child, ending);
    const pids = [...new Set([child.pid ?? 0, ...workers.map(({ pid }) => pid)])];
    return {
      origin: `http://127.0.0.1:${port}`,
      workerIds: workers.map(({ id }) => id),
      pids,
      ending,
      stop: () => stop(child, pids, port),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** In a process group of its own: Ctrl-C in a terminal then reaches the benchmark alone. */
function spawnServer({
  entry,
  model,
  workers,
  databaseUrl,
  rows,
  pool,
  driver,
}: CellStart): ChildProcess {
  const options = ["--host", "127.0.0.1", "--port", "0", "--model", model];
  return spawn(process.execPath, [serveProgram, entry, ...options, "--workers", `${workers}`], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      DATABASE_ROWS: `${rows}`,
      ...(pool === undefined ? {} : { POOL: pool }),
      ...(driver === undefined ? {} : { DRIVER: driver }),
    },
  });
}

function keepLastLines(child: ChildProcess): () => string {
  let text = "";
  const keep = (chunk: Buffer) => {
    text = (text + chunk).split("\n").slice(-keptLines).join("\n");
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => text.trim();
}

function describeEnding(child: ChildProcess, lastLines: string): string | undefined {
  const { exitCode, signalCode } = child;
  if (exitCode === null && signalCode === null) return undefined;
  const how = signalCode === null ? `exit code ${exitCode}` : `signal ${signalCode}`;
  return lastLines === "" ? how : `${how}: ${lastLines}`;
}

function readyMessage(
  child: ChildProcess,
  ending: () => string | undefined,
): Promise<ReadyMessage> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      clearTimeout(timer);
      reject(new RowbenchError("SERVER_START_FAILED", message));
    };
    const timer = setTimeout(() => fail(`not ready within ${startLimitMs / 1000} s`), startLimitMs);
    child.once("error", (error) => fail(error.message));
    child.once("close", () => fail(`ended before it was ready, ${ending()}`));
    child.once("message", (message: ReadyMessage) => {
      clearTimeout(timer);
      resolve(message);
    });
  });
}

async function stop(child: ChildProcess, pids: readonly number[], port: number): Promise<void> {
  const orderly = await end(child);
  const left = pids.filter(isAlive);
  for (const pid of left) process.kill(pid, "SIGKILL");
  if (!orderly) throw stopFailure(`did not stop within ${stopLimitMs / 1000} s and was killed`);
  if (left.length > 0) throw stopFailure(`left processes behind: ${left.join(", ")}`);
  if (await accepts(port)) throw stopFailure(`something still listens on its port ${port}`);
}

const stopFailure = (message: string) => new RowbenchError("SERVER_STOP_FAILED", message);

/** SIGTERM, then SIGKILL for its whole process group. True when the first was enough. */
async function end(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  let orderly = true;
  const timer = setTimeout(() => {
    orderly = false;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, stopLimitMs);
  await ended;
  clearTimeout(timer);
  return orderly;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.destroy());
  });
}
