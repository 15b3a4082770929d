/**
 * A complete response came, and it is not what was asked for. It counts as a response.
 * - `unavailable`: the status is 503: the server says itself that it has no answer in time
 * - `status`: it is neither 200 nor 503
 * - `body`: not the JSON shape that was expected
 * - `row`: the right shape, but the table has no such `id`, or another `randomNumber` for it
 * - `stale`: `randomNumber` is what the row held before the table was changed
 * - `early`: it came sooner than the database can have waited
 */
export const wrongResponseKinds = [
  "unavailable",
  "status",
  "body",
  "row",
  "stale",
  "early",
] as const;

/**
 * A request was sent and no complete response came.
 * - `timeout`: none within the time limit
 * - `closed`: the server closed the connection
 * - `reset`: the connection was reset or broke otherwise
 * - `framing`: bytes came that are no HTTP/1.1 response, or one whose end cannot be known
 */
export const unansweredKinds = ["timeout", "closed", "reset", "framing"] as const;

/**
 * Belongs to a connection and to no request.
 * - `connect`: one attempt to open a connection failed
 * - `unrequested`: bytes came after the end of a response, or while no request was in flight
 */
export const connectionFailureKinds = ["connect", "unrequested"] as const;

/** Every way in which something can go wrong, in the order of tables. */
export const failureKinds = [
  ...connectionFailureKinds,
  ...unansweredKinds,
  ...wrongResponseKinds,
] as const;

export type WrongResponseKind = (typeof wrongResponseKinds)[number];
export type UnansweredKind = (typeof unansweredKinds)[number];
export type FailureKind = (typeof failureKinds)[number];

/** What is wrong with one response. */
export interface Fault {
  readonly kind: WrongResponseKind;
  readonly message: string;
}

/** Counts failures by kind and keeps the first message of each kind. */
export class FailureTally {
  readonly counts = Object.fromEntries(failureKinds.map((kind) => [kind, 0])) as Record<
    FailureKind,
    number
  >;
  readonly samples: Partial<Record<FailureKind, string>> = {};

  add(kind: FailureKind, message: string): void {
    this.counts[kind]++;
    this.samples[kind] ??= message;
  }
}
