import type { Bytes, Milliseconds, RequestsPerSecond } from "@rowbench/shared/contract";

/**
 * How the body of a response is checked: a row with the value that belongs to its id, the
 * message `{"message":"Hello, World!"}`, the number of fields and the hash of the form that was
 * sent, or not at all. Status 200 and the framing are checked in every case.
 */
export const expectations = ["row", "message", "form", "anything"] as const;
export type Expectation = (typeof expectations)[number];

/** One kind of request. */
export interface RequestKind {
  /** Such as `wait:20ms`. */
  readonly name: string;
  /** Such as `/wait/20`. */
  readonly path: string;
  /** Its share is this divided by the sum over all kinds; above 0. */
  readonly weight: number;
  readonly expect: Expectation;
  /** No right answer can come sooner after the send: what it waits in the database. */
  readonly wait?: Milliseconds;
  /** A form with a file of so many bytes, another one for each seed: sent by POST. */
  readonly file?: Bytes;
}

/** Whether a connection lives on after an answer. */
export const connectionUses = ["keep-alive", "close"] as const;
export type ConnectionUse = (typeof connectionUses)[number];

/**
 * When requests are sent. *closed*: each connection sends when it has its answer. *open*: Poisson
 * arrivals at a rate, whatever the answers do.
 */
export type LoopSpec =
  | { readonly kind: "closed"; readonly warmUp: WarmUp }
  | { readonly kind: "open"; readonly rate: RequestsPerSecond };

/**
 * How long a closed loop runs before its window, ramp included: until it is steady, within these
 * bounds, which are rounded up to whole tenths of a second. Both 0: no warm-up and no ramp, the
 * window begins with the first send.
 */
export interface WarmUp {
  readonly shortest: Milliseconds;
  readonly longest: Milliseconds;
}

/** What the table holds, so that every row can be checked. */
export interface TableContents {
  /** Ids run from 1 to this. */
  readonly rows: number;
  /** See `expectedRandomNumber`. */
  readonly salt: number;
  /** What the values were before: an answer that still has one of them was not queried now. */
  readonly staleSalt?: number;
}

/** One slice of load. */
export interface LoadSpec {
  /** Such as `http://127.0.0.1:3000`; only `http:`. */
  readonly origin: string;
  /** At least one; which comes next is drawn by the seed. */
  readonly kinds: readonly RequestKind[];
  readonly loop: LoopSpec;
  /** Connections that are kept open. */
  readonly connections: number;
  /** Absent: "keep-alive". */
  readonly connection?: ConnectionUse;
  /** Requests that go out together on a connection, closed loop alone. Absent: 1. */
  readonly pipeline?: number;
  /** Length of the window, which is what counts. */
  readonly duration: Milliseconds;
  /**
   * The window of a closed loop may come in so many pieces of the same length, between which other
   * loads may run: connections stay, and nothing is in flight. Absent: 1.
   */
  readonly pieces?: number;
  /** The same seed gives the same arrival times and the same order of kinds. */
  readonly seed: number;
  /** How long one request may take once it is sent, up to 60 seconds. */
  readonly timeLimit: Milliseconds;
  /** Absent: any table whose values belong together passes. */
  readonly table?: TableContents;
}
