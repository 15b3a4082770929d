import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RowbenchError } from "../../contract/index.ts";
import { createBoundedLog } from "./bounded-log.ts";
import { postgresEnvironment } from "./postgres-account.ts";
import { dataFolderOf } from "./postgres-cluster.ts";
import type { Place } from "./postgres-place.ts";
import { settingsFor } from "./postgres-settings.ts";

/** A postmaster that accepts connections. */
export interface PostgresProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the postmaster has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it: a fast shutdown first, then harder; resolves when it is gone. */
  stop(): Promise<void>;
}

const portAttempts = 5;

/**
 * Starts `postgres` on a free port of 127.0.0.1. Throws DATABASE_START_FAILED with the last lines
 * of its log when it ends before it is ready.
 */
export async function startPostgres(place: Place): Promise<PostgresProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const { child, lastLines } = launch(place, port);
    const pid = child.pid;
    if (pid !== undefined && (await isReady(child))) return describe(child, pid, port);
    const said = lastLines();
    // Another program may have taken the port between the search and the start.
    if (attempt < portAttempts && /Address already in use/i.test(said)) continue;
    throw new RowbenchError("DATABASE_START_FAILED", `PostgreSQL ended at its start: ${said}`);
  }
}

function launch(place: Place, port: number): { child: ChildProcess; lastLines: () => string } {
  const args = ["-D", dataFolderOf(place), ...settingsFor(port)];
  const child = spawn(place.binaries.postgres, args, {
    ...place.account,
    cwd: "/",
    env: postgresEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = createBoundedLog(join(place.home, "postgres.log"));
  child.stderr?.on("data", log.write);
  child.once("error", (error) => log.write(Buffer.from(error.message)));
  return { child, lastLines: log.lastLines };
}

function isReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.stderr?.on("data", (data) => {
      if (String(data).includes("ready to accept connections")) resolve(true);
    });
    child.once("close", () => resolve(false));
    child.once("error", () => resolve(false));
  });
}

function describe(child: ChildProcess, pid: number, port: number): PostgresProcess {
  const ended = once(child, "exit").then(() => undefined);
  const stop = async (): Promise<void> => {
    // INT: clients are dropped; QUIT: no checkpoint; KILL: for one that hears nothing.
    for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await Promise.race([ended, delay(4000, undefined, { ref: false })]);
    }
  };
  return { pid, port, ended, stop };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
