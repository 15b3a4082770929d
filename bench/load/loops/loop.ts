import type { HistogramRecorder } from "../../statistics/histogram.ts";
import type { Connection } from "../http/connection.ts";
import type { UnansweredKind } from "../terms/failure.ts";
import type { LoadFigures, LoadResult } from "../terms/load-result.ts";

/** Decides when requests are sent and what counts: the difference between closed and open loop. */
export interface Loop {
  /**
   * When `advance` is wanted next. A loop that meets an answer after this time advances by itself
   * first, so that an edge is where it was meant to be, and not where a timer fired.
   */
  readonly nextEdgeUs: number;
  /** The latencies that count, as this loop understands them. */
  readonly latency: HistogramRecorder;
  /** What must stand before the connections are opened; rejects with a `RowbenchError`. */
  prepare(): Promise<void>;
  /** The load begins. Connections in the state "free" have been reported by `ready`. */
  begin(atUs: number): void;
  /** Passes all edges up to now. */
  advance(atUs: number): void;
  /** A connection is open and free, before or after `begin`. */
  ready(connection: Connection, atUs: number): void;
  /** A free connection is gone. */
  lost(connection: Connection): void;
  /** A complete response came within its time limit. */
  recordAnswer(connection: Connection, isCorrect: boolean, atUs: number): void;
  /** None came. A time-out counts as one that took exactly the time limit. */
  recordUnanswered(connection: Connection, kind: UnansweredKind, atUs: number): void;
  /** Called every 50 ms after `begin`. */
  sweep(atUs: number): void;
  /** Nothing will be sent any more, unless it goes on. */
  isAtRest(): boolean;
  /** Whether there is a next piece of the window, once it is at rest. */
  readonly hasMore: boolean;
  /** Begins the next piece; only at rest, with no request in flight. */
  goOn(atUs: number): void;
  /** Lets go of what `prepare` made. */
  dispose(): Promise<void>;
  result(figures: LoadFigures): LoadResult;
}

/** Sends a request on a free connection. */
export type Send = (connection: Connection, atUs: number) => void;
