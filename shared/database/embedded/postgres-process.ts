import { spawn } from "node:child_process";
import { join } from "node:path";
import { milliseconds, RowbenchError } from "../../contract/index.ts";
import { findFreePort } from "../../processes/free-port.ts";
import { type SupervisedChild, superviseChild } from "../../processes/index.ts";
import { openBoundedLog } from "./bounded-log.ts";
import { postgresEnvironment } from "./postgres-account.ts";
import { dataFolderOf } from "./postgres-cluster.ts";
import type { Place } from "./postgres-place.ts";
import { type Exposure, settingsFor } from "./postgres-settings.ts";

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
/** INT: clients are dropped; QUIT: no checkpoint. */
const stopRequests = ["SIGINT", "SIGQUIT"] as const;
const patience = milliseconds(4000);

/**
 * Starts `postgres` on a free port of 127.0.0.1. Throws DATABASE_START_FAILED with the last lines
 * of its log when it ends before it is ready.
 */
export async function startPostgres(place: Place, exposure?: Exposure): Promise<PostgresProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const postgres = launch(place, port, exposure);
    if (await isReady(postgres)) return describe(postgres, port);
    const ending = await postgres.ended;
    // Another program may have taken the port between the search and the start.
    if (attempt < portAttempts && /Address already in use/i.test(ending)) continue;
    throw new RowbenchError("DATABASE_START_FAILED", `PostgreSQL ended at its start, ${ending}`);
  }
}

function launch(place: Place, port: number, exposure?: Exposure): SupervisedChild {
  const args = ["-D", dataFolderOf(place), ...settingsFor(port, exposure)];
  const child = spawn(place.binaries.postgres, args, {
    ...place.account,
    cwd: "/",
    env: postgresEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr.on("data", openBoundedLog(join(place.home, "postgres.log")));
  return superviseChild(child, { requests: stopRequests, patience });
}

function isReady({ process: { stderr }, ended }: SupervisedChild): Promise<boolean> {
  return new Promise((resolve) => {
    stderr?.on("data", (data) => {
      if (String(data).includes("ready to accept connections")) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
}

function describe({ pid, ended, stop }: SupervisedChild, port: number): PostgresProcess {
  return {
    pid,
    port,
    ended: ended.then(() => {}),
    stop: async () => void (await stop()),
  };
}
