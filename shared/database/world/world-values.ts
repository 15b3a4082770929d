import { anotherSalt, expectedRandomNumberSql } from "../../contract/index.ts";
import {
  type AdminConnection,
  closeAdminConnection,
  openAdminConnection,
} from "../connection/admin-connection.ts";
import { readSalt } from "./world-table.ts";

/** The values of the table `world`, which can be changed while servers read them. */
export interface WorldValues {
  /** Of the values that the rows hold now: see `expectedRandomNumber`. */
  readonly salt: number;
  /**
   * Gives every row another value and resolves to the new salt, once every look-up that starts
   * from then on finds it; nobody who reads meanwhile misses a row. A table of more than 100,000
   * rows stays as it is, because that would take seconds.
   */
  change(): Promise<number>;
  close(): Promise<void>;
}

const largestChangeable = 100_000;
/** Two versions of each row fit into its page, so that the index stays as it is. */
const fillFactorOfChangeable = 45;

/** The `fillfactor` of a table of so many rows, in percent. */
export function fillFactorFor(rows: number): number {
  return rows > largestChangeable ? 100 : fillFactorOfChangeable;
}

/** Opens a connection of its own to the database at `url`, which must hold the table. */
export async function openWorldValues(url: string): Promise<WorldValues> {
  const sql = openAdminConnection(url);
  try {
    return await createWorldValues(sql);
  } catch (error) {
    await closeAdminConnection(sql);
    throw error;
  }
}

async function createWorldValues(sql: AdminConnection): Promise<WorldValues> {
  const isChangeable = await hasAtMost(sql, largestChangeable);
  if (isChangeable) await makeRoom(sql);
  let salt = await readSalt(sql);
  return {
    get salt() {
      return salt;
    },
    async change() {
      if (!isChangeable) return salt;
      const next = anotherSalt(salt);
      await sql`update /* rowbench */ world set randomnumber = ${sql.unsafe(expectedRandomNumberSql(next))}`;
      salt = next;
      // What the change left behind would otherwise be cleared away by the first look-ups.
      await sql`vacuum /* rowbench */ (truncate off) world`;
      return salt;
    },
    close: () => closeAdminConnection(sql),
  };
}

async function hasAtMost(sql: AdminConnection, rows: number): Promise<boolean> {
  const [last] = await sql`select /* rowbench */ max(id) <= ${rows} as result from world`;
  return last?.result === true;
}

/** For a table that was filled by an earlier version: holds for pages that are written from now on. */
async function makeRoom(sql: AdminConnection): Promise<void> {
  const option = `fillfactor=${fillFactorOfChangeable}`;
  const [table] = await sql`
    select /* rowbench */ ${option} = any(coalesce(reloptions, '{}')) as "hasRoom"
    from pg_class where oid = 'world'::regclass`;
  if (table?.hasRoom === true) return;
  await sql`
    alter /* rowbench */ table world set (fillfactor = ${sql.unsafe(String(fillFactorOfChangeable))})`;
}
