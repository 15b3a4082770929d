import type { LineBooks } from "../calls/row-call.ts";
import type { RowConnection } from "./row-connection.ts";

/** An open connection of an adaptive pool, and what is in flight on it. */
export interface Line extends LineBooks {
  readonly connection: RowConnection;
  /** It is being found out whether its answer is only unread. */
  isChecked: boolean;
}

export function createLine(connection: RowConnection, now: number): Line {
  return { connection, inFlight: 0, slowInFlight: 0, progressAt: now, isChecked: false };
}

/** Whether a query would be alone on it. */
export function isIdle({ connection, inFlight }: Line): boolean {
  return inFlight === 0 && connection.isUp;
}

/** Whether a slow query finds fewer than `depth` queries on it, slow ones all of them. */
export function hasRoom({ connection, inFlight, slowInFlight }: Line, depth: number): boolean {
  return inFlight < depth && inFlight === slowInFlight && connection.isUp;
}
