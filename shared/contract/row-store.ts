import type { Row } from "./row.ts";
import type { Milliseconds } from "./units.ts";

/**
 * What a handler may ask of the database. The same four calls stand behind every server under
 * every concurrency model. Each row is one `SELECT` by primary key, run in PostgreSQL for this
 * call alone: no cache, no coalescing. A call rejects within the store's query time limit with
 * an error whose `statusCode` is 503 when the database does not answer.
 */
export interface RowStore {
  /** A row with a uniformly random id. */
  randomRow(): Promise<Row>;
  /** A row with a uniformly random id, after the *database* waited that long. */
  randomRowAfter(wait: Milliseconds): Promise<Row>;
  /** Resolves when the database answers, rejects when it does not. */
  ping(): Promise<void>;
  /** Ends the connections once the calls in flight have their answers (bounded in time). */
  close(): Promise<void>;
}
