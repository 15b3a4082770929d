import type { Database, DatabaseOptions } from "./connection/database.ts";
import { openEmbeddedDatabase } from "./embedded/embedded-database.ts";
import { openExternalDatabase } from "./external-database.ts";

/**
 * Opens the database that the options name, and makes sure that it holds the rows. Throws
 * DATABASE_START_FAILED, DATABASE_UNREACHABLE, DATABASE_FOREIGN_TABLE, DATABASE_IN_USE or USAGE.
 */
export function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const { databaseUrl } = options;
  if (databaseUrl === undefined) return openEmbeddedDatabase(options);
  return openExternalDatabase(databaseUrl, options);
}
