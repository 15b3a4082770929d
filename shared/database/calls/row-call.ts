import type { Row } from "../../contract/index.ts";
import { PendingCall } from "./pending-calls.ts";

/** Who hears that a call has ended, just before its caller does: the pool that sent it. */
export interface CallOwner {
  callEnded(call: RowCall, isAnswered: boolean): void;
}

/** What a pool counts of a connection. */
export interface LineBooks {
  inFlight: number;
  slowInFlight: number;
  /** When it last answered, or got its first query; in ms. */
  progressAt: number;
}

/** Calls that are timed together. */
export interface CallBatch {
  settle(isAnswered: boolean): void;
}

/** Who hears of the database's answer: the connection that sent the query. */
export interface CallKeeper {
  /** The row, or nothing where there is none. */
  answered(call: RowCall, row: Row | undefined): void;
  failed(call: RowCall, error: unknown): void;
}

/** No row has it: a call for it runs an empty query, to see whether the database answers. */
export const pingId = 0;

/**
 * One look-up, from its caller to the answer. Whoever handles it on the way notes here what he has
 * to remember of it, and the caller's promise is the only one of ours.
 */
export class RowCall extends PendingCall {
  readonly id: number;
  /** What the database is to wait first, in ms; undefined for a plain look-up. */
  readonly wait: number | undefined;
  readonly promise: Promise<Row>;

  /** Of the pool. */
  owner: CallOwner | undefined = undefined;
  line: LineBooks | undefined = undefined;
  batch: CallBatch | undefined = undefined;
  isSlow = false;
  /** How long it has waited for its connection, in ms: counts against the time limit. */
  waitedMs = 0;

  /** Of the connection. */
  keeper: CallKeeper | undefined = undefined;
  /** The driver's client that it was sent by. */
  client: object | undefined = undefined;
  /** What the driver made of it. */
  query: unknown = undefined;

  resolve: (row: Row) => void = nobody;
  reject: (error: Error) => void = nobody;

  constructor(id: number, wait?: number) {
    super();
    this.id = id;
    this.wait = wait;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

function nobody(): void {}
