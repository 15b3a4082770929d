import type { Connection } from "./connection.ts";
import type { LoadFigures, LoadResult } from "./load-result.ts";

/** Decides when requests are sent: the difference between closed and open loop. */
export interface Loop {
  /** What must stand before the connections are opened; rejects with a `RowbenchError`. */
  prepare(): Promise<void>;
  /** The window begins. Connections in the state "free" have been reported by `ready`. */
  begin(): void;
  /** A connection is open and free, before or after `begin`. */
  ready(connection: Connection, atUs: number): void;
  /** A free connection is gone. */
  lost(connection: Connection): void;
  /** A complete response came within its time limit. */
  recordAnswer(connection: Connection, atUs: number): void;
  /** None came; it counts as one that took exactly the time limit. */
  recordTimeout(connection: Connection): void;
  /** Called every 50 ms after `begin`; true while requests still wait to be sent. */
  hasBacklog(atUs: number): boolean;
  /** Lets go of what `prepare` made. */
  dispose(): Promise<void>;
  result(figures: LoadFigures): LoadResult;
}

/** Sends a request on a free connection. */
export type Send = (connection: Connection, atUs: number) => void;
