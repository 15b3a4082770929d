import { join } from "node:path";
import { after } from "node:test";
import { isAlive } from "../processes/index.ts";
import { closeAdminConnection, openAdminConnection } from "./connection/admin-connection.ts";
import type { Database } from "./connection/database.ts";
import { repositoryRoot } from "./embedded/embedded-database.ts";
import { openDatabase } from "./open-database.ts";

/** One PostgreSQL for all tests, beside that of the repository: `initdb` takes a second or two. */
const root = join(repositoryRoot, ".rowbench", "tests");
const namePrefix = "test_";
let count = 0;

/** For tests: a database of their own with so many rows, dropped after the last test. */
export async function openTestDatabase(rows: number): Promise<Database> {
  return openDatabase({ databaseUrl: await createTestDatabase(), rows });
}

/** For tests: the URL of an empty database of their own, dropped after the last test. */
export async function createTestDatabase(): Promise<string> {
  const instance = await openDatabase({ root });
  const sql = openAdminConnection(instance.url);
  const name = `${namePrefix}${process.pid}_${++count}`;
  after(async () => {
    await sql`drop database ${sql(name)} with (force)`;
    await closeAdminConnection(sql);
    await instance.close();
  });
  for (const { datname } of await sql`select datname from pg_database`)
    if (isForsaken(datname)) await sql`drop database if exists ${sql(datname)} with (force)`;
  await sql`create database ${sql(name)}`;
  return instance.url.replace(/[^/]*$/, name);
}

/** Whether a test file that was ended by force has left it. */
function isForsaken(name: string): boolean {
  const pid = name.startsWith(namePrefix) ? Number.parseInt(name.slice(namePrefix.length), 10) : 0;
  return pid > 0 && pid !== process.pid && !isAlive(pid);
}
