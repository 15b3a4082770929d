import type { RowCall } from "../calls/row-call.ts";

export const driverNames = ["pg", "postgres", "bun", "wire"] as const;
/** What speaks to PostgreSQL: node-postgres, postgres.js, `Bun.SQL`, or our floor for them all. */
export type DriverName = (typeof driverNames)[number];

/** The one that servers have where nobody names another: the fastest that is well kept. */
export const usualDriver: DriverName = "pg";

export const statementKinds = ["named", "unnamed"] as const;
/**
 * Whether a connection prepares its statements once, under names, or sends each query whole: behind
 * a pooler that lends connections by the transaction and does not know such names nothing else works.
 */
export type StatementKind = (typeof statementKinds)[number];

/** The drivers that can send a query whole. */
export const unnamedDrivers: readonly DriverName[] = ["pg", "postgres", "bun"];

/** The kind of runtime that a driver is part of; the others run on all. */
export const driverRuntimes: Readonly<Partial<Record<DriverName, "bun">>> = { bun: "bun" };

/**
 * What a driver does: one physical connection that opens itself, pipelines its queries, and is
 * never used again once it broke.
 */
export interface RowClient {
  /** Sends a look-up or a ping; its keeper hears of the answer, or why there is none. */
  send(call: RowCall): void;
  /** Asks PostgreSQL to end the query of this call, which it is running now. */
  cancel(call: RowCall): void;
  /** Closes the connection, in order or, after that many seconds, by force. */
  end(graceSeconds: number): Promise<void>;
}

/** The SQLSTATE that PostgreSQL gave with its answer; `undefined` when the connection failed. */
export type SqlStateOf = (error: unknown) => string | undefined;

/** One file of this folder. */
export interface Driver {
  openClient(url: string, connectLimitMs: number): RowClient;
  readonly sqlStateOf: SqlStateOf;
}
