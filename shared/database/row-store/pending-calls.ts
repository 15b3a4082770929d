import type { Milliseconds } from "../../contract/index.ts";

/** A call that waits for its answer. */
export interface PendingCall {
  readonly reject: (error: Error) => void;
  /** The ticks at which the call began, and at which it is overdue. */
  readonly began: number;
  readonly due: number;
}

/** The calls in flight on one connection, in the order in which they were sent. */
export interface PendingCalls {
  readonly size: number;
  /** Notes a call that may take the limit and `extra` on top. */
  add(reject: (error: Error) => void, extra: number): PendingCall;
  /** Notes that a call has its answer. */
  settle(call: PendingCall): void;
  rejectAll(error: Error): void;
  stop(): void;
}

const ticksPerLimit = 20;

/**
 * Watches that calls end within `limit`, a twentieth more at worst. One coarse timer looks at all
 * of them: a timer for each would cost more than the call itself. `onOverdue` gets each call that
 * is late; `stuck` when it was the oldest and nothing has been answered since it was sent.
 */
export function createPendingCalls(
  limit: Milliseconds,
  onOverdue: (call: PendingCall, stuck: boolean) => void,
): PendingCalls {
  const calls = new Set<PendingCall>();
  const tickMs = limit / ticksPerLimit;
  let now = 0;
  let lastAnswer = 0;

  const tick = (): void => {
    now++;
    let isOldest = true;
    for (const call of calls) {
      if (call.due < now) {
        calls.delete(call);
        onOverdue(call, isOldest && lastAnswer <= call.began);
      }
      isOldest = false;
    }
  };
  const timer = setInterval(tick, tickMs).unref();

  return {
    get size() {
      return calls.size;
    },
    add(reject, extra) {
      const call = { reject, began: now, due: now + ticksPerLimit + extra / tickMs };
      calls.add(call);
      return call;
    },
    settle(call) {
      lastAnswer = now;
      calls.delete(call);
    },
    rejectAll(error) {
      for (const call of calls) call.reject(error);
      calls.clear();
    },
    stop: () => clearInterval(timer),
  };
}
