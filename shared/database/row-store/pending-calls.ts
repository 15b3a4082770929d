import type { Milliseconds } from "../../contract/index.ts";
import type { SentQuery } from "./row-client.ts";

/** A call whose query PostgreSQL has not answered yet. */
export interface PendingCall {
  /** Absent where nothing can be cancelled. */
  readonly query: SentQuery<unknown> | undefined;
  readonly reject: (error: Error) => void;
  /** Hears once that it has ended: answered, overdue or rejected. */
  readonly onEnd: (() => void) | undefined;
  /** The tick after which it is overdue. */
  readonly due: number;
  /** Overdue, and rejected for it; its query may still run. */
  isOverdue: boolean;
  /** The tick at which its query was to be cancelled. */
  cancelledAt: number | undefined;
}

/** What happens to calls that take too long. */
export interface OverdueListener {
  onOverdue(call: PendingCall): void;
  /** The query that the connection runs now is overdue: those behind it wait for it. */
  onHeadOverdue?(call: PendingCall): void;
  /** Nothing came back for the query that was to be cancelled, either. */
  onStuck?(): void;
}

/** The calls of one connection, in the order in which they were sent. */
export interface PendingCalls {
  /** Calls that are neither answered nor overdue. */
  readonly size: number;
  /** Notes a call that may take the limit and `extra` ms on top, or less when that is negative. */
  add(
    reject: (error: Error) => void,
    extra: number,
    query?: SentQuery<unknown>,
    onEnd?: () => void,
  ): PendingCall;
  /** Notes that PostgreSQL has answered. */
  settle(call: PendingCall): void;
  rejectAll(error: Error): void;
  stop(): void;
}

const ticksPerLimit = 20;
/**
 * How long a cancelled query may take to end: a fifth of the limit, but half a second at least,
 * since PostgreSQL starts a process to hear of it. A connection that is given up too early leaves
 * the queries behind this one running.
 */
const cancelShare = 1 / 5;
const leastCancelMs = 500;

/**
 * Watches that calls end within `limit`, a twentieth more at worst. One coarse timer looks at all
 * of them: a timer for each would cost more than the call itself.
 */
export function createPendingCalls(limit: Milliseconds, listener: OverdueListener): PendingCalls {
  const calls = new Set<PendingCall>();
  const tickMs = limit / ticksPerLimit;
  const ticksToCancel = Math.max(limit * cancelShare, leastCancelMs) / tickMs;
  let overdue = 0;
  let now = 0;

  const tick = (): void => {
    now++;
    for (const call of calls) {
      if (call.isOverdue || call.due >= now) continue;
      call.isOverdue = true;
      overdue++;
      listener.onOverdue(call);
      call.onEnd?.();
    }
    const [head] = calls;
    if (head?.isOverdue) watchHead(head);
  };

  const watchHead = (head: PendingCall): void => {
    if (head.cancelledAt === undefined) {
      head.cancelledAt = now;
      listener.onHeadOverdue?.(head);
    } else if (now - head.cancelledAt > ticksToCancel) listener.onStuck?.();
  };

  const timer = setInterval(tick, tickMs).unref();

  return {
    get size() {
      return calls.size - overdue;
    },
    add(reject, extra, query, onEnd) {
      const due = now + ticksPerLimit + extra / tickMs;
      const call = { query, reject, onEnd, due, isOverdue: false, cancelledAt: undefined };
      calls.add(call);
      return call;
    },
    settle(call) {
      if (!calls.delete(call)) return;
      if (call.isOverdue) overdue--;
      else call.onEnd?.();
    },
    rejectAll(error) {
      const ended = [...calls].filter(({ isOverdue }) => !isOverdue);
      calls.clear();
      overdue = 0;
      for (const { reject, onEnd } of ended) {
        reject(error);
        onEnd?.();
      }
    },
    stop: () => clearInterval(timer),
  };
}
