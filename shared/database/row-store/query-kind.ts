import type { RowCall } from "../calls/row-call.ts";
import type { Line } from "./line.ts";
import { Pace } from "./pace.ts";
import type { TimedBatch } from "./timed-batch.ts";

/** Queries of one kind: what is known of their pace, and those that wait for a connection. */
export interface Kind {
  readonly pace: Pace;
  readonly waiting: WaitingCall[];
  /** The sample that is on its way, and where. */
  sample: { readonly batch: TimedBatch; readonly line: Line } | undefined;
}

/** A query that has no connection yet. */
export interface WaitingCall {
  readonly call: RowCall;
  /** In ms. */
  readonly since: number;
}

export function createKind(): Kind {
  return { pace: new Pace(), waiting: [], sample: undefined };
}
