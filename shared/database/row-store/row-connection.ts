import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import type { Milliseconds, Row } from "../../contract/index.ts";
import { DatabaseUnavailableError, isUnavailableState, RowQueryError } from "../row-errors.ts";
import { createPendingCalls } from "./pending-calls.ts";

/** One connection to PostgreSQL: queries are pipelined, answered in order, bounded in time. */
export interface RowConnection {
  /** False while the database cannot be reached: calls then reject at once. */
  readonly isUp: boolean;
  row(id: number): Promise<Row>;
  rowAfter(id: number, wait: Milliseconds): Promise<Row>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const retryMs = 100;
// With a full pipeline postgres.js waits until it is empty before it sends again.
const maximumPipeline = 1000;

/**
 * Opens one connection, and opens it again by itself when it breaks. Every call rejects within
 * `limit` (and the wait that it asked for) with a DatabaseUnavailableError, when the database does
 * not answer.
 */
export function createRowConnection(url: string, limit: Milliseconds): RowConnection {
  let sql = openClient(url, limit);
  let isUp = true;
  let isClosed = false;

  const calls = createPendingCalls(limit, (call, stuck) => {
    call.reject(new DatabaseUnavailableError());
    if (stuck) recover(sql);
  });

  const run = <T>(query: PromiseLike<readonly T[]>, extra = 0): Promise<T | undefined> => {
    const client = sql;
    return new Promise((resolve, reject) => {
      if (!isUp) return reject(new DatabaseUnavailableError());
      const call = calls.add(reject, extra);
      query.then(
        (rows) => {
          calls.settle(call);
          resolve(rows[0]);
        },
        (error) => {
          calls.settle(call);
          reject(translate(error));
          if (isUnavailable(error)) recover(client);
        },
      );
    });
  };

  const recover = (failed: postgres.Sql): void => {
    if (failed !== sql || !isUp || isClosed) return;
    isUp = false;
    calls.rejectAll(new DatabaseUnavailableError());
    void reconnect();
  };

  const reconnect = async (): Promise<void> => {
    while (!isUp && !isClosed) {
      // A client that broke while it was writing keeps the unsent bytes and hangs (postgres.js
      // 3.4.9, `closed` in connection.js): it is never used again.
      endClient(sql);
      sql = openClient(url, limit);
      isUp = await answers(sql, limit);
      if (!isUp) await delay(retryMs, undefined, { ref: false });
    }
    if (isClosed) endClient(sql);
  };

  // The connection opens now, not with the first request.
  const opened = sql;
  opened`select 1`.catch(() => recover(opened));

  return {
    get isUp() {
      return isUp;
    },
    async row(id) {
      const row = await run(sql<Row[]>`
        select id, randomnumber as "randomNumber" from world where id = ${id}`);
      return row ?? missing(id);
    },
    async rowAfter(id, wait) {
      const row = await run(
        sql<Row[]>`
          select id, randomnumber as "randomNumber" from world, pg_sleep(${wait / 1000})
          where id = ${id}`,
        wait,
      );
      return row ?? missing(id);
    },
    async ping() {
      await run(sql`select 1`);
    },
    async close() {
      isClosed = true;
      // Bounded: each call ends by its limit.
      while (calls.size > 0) await delay(5);
      calls.stop();
      await sql.end({ timeout: isUp ? 1 : 0 }).catch(() => {});
    },
  };
}

function openClient(url: string, limit: Milliseconds): postgres.Sql {
  // A variable, because the types of postgres.js do not know `max_pipeline`.
  const options = {
    max: 1,
    max_pipeline: maximumPipeline,
    // Saves a query at the start; the table has no arrays.
    fetch_types: false,
    connect_timeout: limit / 1000,
    backoff: () => 0,
    // A connection that is replaced in the middle of a run would show as a late answer.
    max_lifetime: 0,
    onnotice: () => {},
  };
  return postgres(url, options);
}

function endClient(sql: postgres.Sql): void {
  sql.end({ timeout: 0 }).catch(() => {});
}

function answers(sql: postgres.Sql, limit: Milliseconds): Promise<boolean> {
  return Promise.race([
    sql`select 1`.then(
      () => true,
      () => false,
    ),
    delay(limit, false, { ref: false }),
  ]);
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof postgres.PostgresError)) return true;
  return isUnavailableState(error.code);
}

function translate(cause: unknown): Error {
  if (isUnavailable(cause)) return new DatabaseUnavailableError({ cause });
  return new RowQueryError("the database refused the query", { cause });
}

function missing(id: number): never {
  throw new RowQueryError(`row ${id} is missing`);
}
