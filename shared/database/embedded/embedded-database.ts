import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RowbenchError, type TableContent } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import type { Database, DatabaseOptions } from "../connection/database.ts";
import { addressOf } from "../connection/database-url.ts";
import { readVersion } from "../connection/server-version.ts";
import { assertRowCount, ensureWorld } from "../world/seed.ts";
import { askKeeper, claimInstance, type InstanceStatus } from "./keeper-claim.ts";
import { type Connection, readConnection, startInstance } from "./postgres-instance.ts";

/** The repository: its `.rowbench` folder holds the instance that all programs share. */
export const repositoryRoot: string = fileURLToPath(new URL("../../../", import.meta.url));

/** Starts the embedded PostgreSQL of the repository, or joins the programs that use it. */
export async function openEmbeddedDatabase(options: DatabaseOptions): Promise<Database> {
  const { rows, onProgress, root = repositoryRoot } = options;
  assertRowCount(rows);
  const claim = await claimInstance(root, () => onProgress?.("starting the embedded PostgreSQL"));
  try {
    const connection = await readConnection(claim.home);
    const table = await prepare(connection, options, root);
    return {
      url: connection.url,
      address: addressOf(new URL(connection.url)),
      source: "embedded",
      postmasterPid: connection.postmasterPid,
      ...table,
      close: claim.release,
    };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/**
 * Starts an instance of its own that other machines reach at `address`, by a password that is made
 * for it; `close` ends it and removes all that it wrote.
 */
export async function openExposedDatabase(
  address: string,
  options: Pick<DatabaseOptions, "rows">,
): Promise<Database> {
  assertRowCount(options.rows);
  const root = await mkdtemp(join(tmpdir(), "rowbench-database-"));
  const instance = await startInstance(root, address);
  const close = async (): Promise<void> => {
    await instance.stop();
    for (const folder of [instance.home, root]) await rm(folder, { recursive: true, force: true });
  };
  try {
    const connection = await readConnection(instance.home);
    const table = await prepare(connection, options, root);
    const url = Object.assign(new URL(connection.url), { hostname: address });
    return {
      url: url.href,
      address: addressOf(url),
      source: "embedded",
      postmasterPid: connection.postmasterPid,
      ...table,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `undefined` when the embedded instance does not run. */
export async function embeddedStatus(root = repositoryRoot): Promise<InstanceStatus | undefined> {
  return askKeeper(root, "status");
}

/** Keeps a running instance running without a program. */
export async function holdEmbedded(root = repositoryRoot): Promise<InstanceStatus | undefined> {
  return askKeeper(root, "hold");
}

/**
 * Ends what `holdEmbedded` began. Resolves to the programs that still use the instance; when
 * there is none, only after the instance has stopped.
 */
export async function releaseEmbedded(root = repositoryRoot): Promise<InstanceStatus | undefined> {
  return askKeeper(root, "release");
}

async function prepare(
  { url }: Connection,
  { rows, onProgress }: DatabaseOptions,
  root: string,
): Promise<TableContent & { readonly version: string }> {
  const sql = openAdminConnection(url);
  try {
    const table = await ensureWorld(sql, {
      rows,
      onProgress,
      assertReplaceable: () => assertUnshared(root),
    });
    return { version: await readVersion(sql), ...table };
  } finally {
    await closeAdminConnection(sql);
  }
}

async function assertUnshared(root: string): Promise<void> {
  const others = ((await askKeeper(root, "status"))?.claims ?? 1) - 1;
  if (others === 0) return;
  throw new RowbenchError(
    "DATABASE_IN_USE",
    `\`${others}\` other program(s) use the database with another number of rows: wait until ` +
      "they have ended, or leave the number of rows as it is",
  );
}
