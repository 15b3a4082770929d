import { setTimeout as delay } from "node:timers/promises";
import {
  defaultRowCount,
  defaultSalt,
  expectedRandomNumberSql,
  maximumRowCount,
  RowbenchError,
  type TableContent,
} from "../../contract/index.ts";
import type { AdminConnection } from "../connection/admin-connection.ts";
import { inspectWorld } from "./world-table.ts";
import { fillFactorFor } from "./world-values.ts";

/** How `ensureWorld` is to go about it. */
export interface SeedOptions {
  /** Rows to have; whatever is there when not given, and 10,000 when nothing is. */
  readonly rows?: number | undefined;
  /** Throws when the table is in use and may not be replaced. */
  readonly assertReplaceable?: () => Promise<void>;
  readonly onProgress?: ((message: string) => void) | undefined;
}

// An arbitrary number that only this project uses as the key of an advisory lock.
const lockKey = 7_919_6424;
const lockLimitMs = 300_000;

/**
 * Makes sure that `world` exists and holds the rows asked for, then brings it into memory.
 * Resolves to what the table holds: a new one has the default salt. Throws USAGE for an impossible number, DATABASE_FOREIGN_TABLE
 * when the table is not ours, DATABASE_IN_USE when it may not be replaced now.
 */
export async function ensureWorld(
  sql: AdminConnection,
  options: SeedOptions = {},
): Promise<TableContent> {
  assertRowCount(options.rows);
  await lock(sql, options.onProgress);
  try {
    const content = await ensureRows(sql, options);
    await bringIntoMemory(sql);
    return content;
  } finally {
    await sql`select pg_advisory_unlock(${lockKey})`.catch(() => {});
  }
}

/** Throws USAGE unless `rows` is a whole number that the table may have. */
export function assertRowCount(rows: number | undefined): void {
  if (rows === undefined || (Number.isInteger(rows) && rows >= 1 && rows <= maximumRowCount))
    return;
  throw new RowbenchError(
    "USAGE",
    `Expected \`rows\` to be a whole number from 1 to ${maximumRowCount}, got \`${rows}\``,
  );
}

async function ensureRows(sql: AdminConnection, options: SeedOptions): Promise<TableContent> {
  const table = await inspectWorld(sql);
  if (table.kind === "foreign") throw foreignTable(table.found);
  const present = table.kind === "ours" ? table : { rows: 0, salt: defaultSalt };
  const wanted = options.rows ?? (present.rows || defaultRowCount);
  if (present.rows === wanted) return { rows: present.rows, salt: present.salt };
  if (present.rows > 0) await options.assertReplaceable?.();
  options.onProgress?.(`filling the table \`world\` with ${wanted} rows`);
  await fill(sql, wanted);
  return { rows: wanted, salt: defaultSalt };
}

async function fill(sql: AdminConnection, rows: number): Promise<void> {
  const value = expectedRandomNumberSql(defaultSalt);
  await sql.begin(async (transaction) => {
    await transaction`drop /* rowbench */ table if exists world`;
    await transaction`
      create /* rowbench */ table world (id int not null, randomnumber int not null)
        with (fillfactor = ${transaction.unsafe(String(fillFactorFor(rows)))})`;
    await transaction`
      insert /* rowbench */ into world
        select id, ${transaction.unsafe(value)} from generate_series(1, ${rows}::int) id`;
    // Building the index once is quicker than keeping it up row by row.
    await transaction`alter /* rowbench */ table world add primary key (id)`;
  });
  await sql`vacuum /* rowbench */ (freeze, analyze) world`;
}

async function bringIntoMemory(sql: AdminConnection): Promise<void> {
  await createExtension(sql, "pg_stat_statements");
  if (await createExtension(sql, "pg_prewarm")) {
    await sql`select pg_prewarm('world'), pg_prewarm(indexrelid) from pg_index where indrelid = 'world'::regclass`;
  } else {
    await sql`select /* rowbench */ count(*), sum(randomnumber) from world`;
    await sql`select /* rowbench */ count(*) from (select id from world order by id) ordered`;
  }
}

/** Whether the extension is there; a server of somebody else's may not have or allow it. */
async function createExtension(sql: AdminConnection, name: string): Promise<boolean> {
  try {
    await sql`create extension if not exists ${sql(name)}`;
    return true;
  } catch {
    return false;
  }
}

async function lock(sql: AdminConnection, onProgress: SeedOptions["onProgress"]): Promise<void> {
  const deadline = Date.now() + lockLimitMs;
  for (let attempt = 1; Date.now() < deadline; attempt++) {
    const [result] = await sql`select pg_try_advisory_lock(${lockKey}) as locked`;
    if (result?.locked) return;
    if (attempt === 5) onProgress?.("waiting for another program that fills the table `world`");
    await delay(100);
  }
  throw new RowbenchError(
    "DATABASE_IN_USE",
    `another program has been filling the table \`world\` for \`${lockLimitMs / 60_000}\` minutes`,
  );
}

function foreignTable(found: string): RowbenchError {
  return new RowbenchError(
    "DATABASE_FOREIGN_TABLE",
    `the database has a table \`world\` that rowbench did not make: ${found}. It was left alone: ` +
      "name another database in DATABASE_URL, or drop the table yourself",
  );
}
