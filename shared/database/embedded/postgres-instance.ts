import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RowbenchError } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import { clusterName, dataFolderOf, ensureCluster } from "./postgres-cluster.ts";
import { stopOrphan } from "./postgres-orphan.ts";
import { findPlace, type Place } from "./postgres-place.ts";
import { type PostgresProcess, startPostgres } from "./postgres-process.ts";
import type { Exposure } from "./postgres-settings.ts";

/** How to reach an instance; lies in a file that only its user can read. */
export interface Connection {
  readonly url: string;
  readonly port: number;
  readonly postmasterPid: number;
}

/** A running embedded PostgreSQL. */
export interface Instance {
  readonly home: string;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the instance of `root`; with an address, other machines reach it there by its password.
 * Throws DATABASE_START_FAILED.
 */
export async function startInstance(root: string, address?: string): Promise<Instance> {
  const place = await findPlace(root);
  await stopOrphan(dataFolderOf(place));
  const exposure = address === undefined ? undefined : await expose(place, address);
  const { password, running } = await startCluster(place, exposure);
  const url = `postgres://${clusterName}:${password}@127.0.0.1:${running.port}/${clusterName}`;
  try {
    await createDatabase(url);
    await writeConnection(place.home, { url, port: running.port, postmasterPid: running.pid });
  } catch (error) {
    await running.stop();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await running.stop();
    await rm(connectionFile(place.home), { force: true });
  };
  return { home: place.home, ended: running.ended, stop };
}

/** Reads what `startInstance` wrote. Throws DATABASE_START_FAILED when another user wrote it. */
export async function readConnection(home: string): Promise<Connection> {
  const file = connectionFile(home);
  if (process.getuid !== undefined && (await stat(file)).uid !== process.getuid()) {
    throw new RowbenchError("DATABASE_START_FAILED", `\`${file}\` belongs to another user`);
  }
  return JSON.parse(await readFile(file, "utf8"));
}

async function startCluster(
  place: Place,
  exposure: Exposure | undefined,
): Promise<{ password: string; running: PostgresProcess }> {
  const password = await ensureCluster(place);
  try {
    return { password, running: await startPostgres(place, exposure) };
  } catch (error) {
    console.error("starting again with a new data folder:", error);
    // Without fsync a power cut may leave a damaged folder; its rows can be made again.
    const newPassword = await ensureCluster(place, true);
    return { password: newPassword, running: await startPostgres(place, exposure) };
  }
}

/** Whoever knows the password, from wherever: the address is that of a network for measuring. */
async function expose(place: Place, address: string): Promise<Exposure> {
  const accessFile = join(place.home, "pg_hba.conf");
  await writeFile(accessFile, "host all all all scram-sha-256\n");
  return { address, accessFile };
}

async function createDatabase(url: string): Promise<void> {
  const sql = openAdminConnection(url.replace(/[^/]*$/, "postgres"));
  try {
    const found = await sql`select 1 from pg_database where datname = ${clusterName}`;
    if (found.length === 0) await sql`create database ${sql(clusterName)}`;
  } finally {
    await closeAdminConnection(sql);
  }
}

async function writeConnection(home: string, connection: Connection): Promise<void> {
  const file = connectionFile(home);
  await writeFile(`${file}.new`, JSON.stringify(connection), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function connectionFile(home: string): string {
  return join(home, "connection.json");
}
