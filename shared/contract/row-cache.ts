import type { Row } from "./row.ts";

/**
 * What a handler may ask of Redis. Each row is one `GET` of a random key, run in Redis for this
 * call alone: no cache before it, no `MGET`. A call rejects with an error whose `statusCode` is
 * 503 within two seconds when Redis does not answer, and at once where none is configured.
 */
export interface RowCache {
  /** A row with a uniformly random id. */
  randomRow(): Promise<Row>;
  /** Ends the connection once the calls in flight have their answers (bounded in time). */
  close(): Promise<void>;
}
