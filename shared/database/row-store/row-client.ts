import type { Milliseconds, Row } from "../../contract/index.ts";

export const driverNames = ["postgres", "pg"] as const;
/** The npm package that speaks to PostgreSQL: postgres.js or node-postgres. */
export type DriverName = (typeof driverNames)[number];

/** A query that was sent. */
export type SentQuery<T> = PromiseLike<readonly T[]>;

/**
 * What a driver does: one physical connection that opens itself, pipelines its queries, and is
 * never used again once it broke.
 */
export interface RowClient {
  row(id: number): SentQuery<Row>;
  rowAfter(id: number, wait: Milliseconds): SentQuery<Row>;
  ping(): SentQuery<unknown>;
  /** Asks PostgreSQL to end this query, which it is running now. */
  cancel(query: SentQuery<unknown>): void;
  /** Closes the connection, in order or, after that many seconds, by force. */
  end(graceSeconds: number): Promise<void>;
}

/** The SQLSTATE that PostgreSQL gave with its answer; `undefined` when the connection failed. */
export type SqlStateOf = (error: unknown) => string | undefined;

/** One file of this folder. */
export interface Driver {
  openClient(url: string, connectLimit: Milliseconds): RowClient;
  readonly sqlStateOf: SqlStateOf;
}
