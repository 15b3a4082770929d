import { setTimeout as delay } from "node:timers/promises";
import { messageOf, RowbenchError } from "../contract/index.ts";
import {
  type AdminConnection,
  closeAdminConnection,
  openAdminConnection,
} from "./connection/admin-connection.ts";
import type { Database, DatabaseOptions } from "./connection/database.ts";
import { addressOf, parseDatabaseUrl } from "./connection/database-url.ts";
import { readVersion } from "./connection/server-version.ts";
import { assertRowCount, ensureWorld } from "./world/seed.ts";

const reachLimitMs = 5000;

/**
 * Uses the person's own server. Throws USAGE for a malformed URL, DATABASE_UNREACHABLE, within
 * about five seconds, when nobody answers, DATABASE_REFUSED when it refuses what is asked of it.
 */
export async function openExternalDatabase(
  databaseUrl: string,
  { rows, onProgress }: DatabaseOptions,
): Promise<Database> {
  const url = parseDatabaseUrl(databaseUrl);
  assertRowCount(rows);
  const address = addressOf(url);
  const sql = openAdminConnection(databaseUrl);
  const fail = failureAt(address, url);
  try {
    const version = await reach(sql).catch(fail("DATABASE_UNREACHABLE"));
    const table = await ensureWorld(sql, { rows, onProgress }).catch(fail("DATABASE_REFUSED"));
    const close = async (): Promise<void> => {};
    return { url: databaseUrl, address, source: "external", version, ...table, close };
  } finally {
    await closeAdminConnection(sql);
  }
}

function reach(sql: AdminConnection): Promise<string> {
  const tooLate = delay(reachLimitMs, undefined, { ref: false }).then(() => {
    throw new Error(`no answer within ${reachLimitMs / 1000} s`);
  });
  return Promise.race([readVersion(sql), tooLate]);
}

/** Gives an unexpected error its code and place; our own errors say all that already. */
function failureAt(address: string, url: URL) {
  return (code: "DATABASE_UNREACHABLE" | "DATABASE_REFUSED") =>
    (cause: unknown): never => {
      if (cause instanceof RowbenchError) throw cause;
      const message = `PostgreSQL at \`${address}\` cannot be used: ${reasonOf(cause, url)}. Check DATABASE_URL, or unset it to use the embedded PostgreSQL`;
      throw new RowbenchError(code, message, { cause });
    };
}

/** `localhost` fails as an AggregateError, whose message is empty; a message may echo the URL. */
function reasonOf(error: unknown, url: URL): string {
  const message = messageOf(error) || String((error as NodeJS.ErrnoException).code);
  const password = decodeURIComponent(url.password);
  return password === "" ? message : message.replaceAll(password, "***");
}
