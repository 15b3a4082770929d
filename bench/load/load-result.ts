import type { Bytes, Microseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import type { FailureKind } from "./failure.ts";

/**
 * What one slice of load gave. The *window* reaches from the first send (closed loop) or the
 * first possible arrival (open loop) to the stop, `duration` later; then follows the *drain*, in
 * which nothing new is issued and what is in flight gets its answer. These sums are exact:
 *
 *     issued           = responses + late + failures.timeout + .closed + .reset + .framing
 *     responses + late = correct + lateCorrect + failures.status + .body + .row
 *     offered          = issued + unsent                         (open loop)
 *     serviceUs count  = responses + failures.timeout            (closed loop)
 *                      = responses + late + failures.timeout     (open loop)
 *     latencyUs count  = serviceUs count + unsent                (open loop)
 *
 * so the server's own count of answers (`pg_stat_statements` calls) is `responses + late`, and
 * more only by requests that it answered too late or on a connection that broke.
 */
export interface LoadFigures {
  /** Length of the window. */
  readonly elapsedUs: Microseconds;
  /** Requests sent. */
  readonly issued: number;
  /** Complete responses inside the window, right or wrong. */
  readonly responses: number;
  /** Responses inside the window that passed every check. */
  readonly correct: number;
  /** Complete responses during the drain. */
  readonly late: number;
  /** Responses during the drain that passed every check. */
  readonly lateCorrect: number;
  readonly failures: Readonly<Record<FailureKind, number>>;
  /** The first message of each kind that occurred. */
  readonly failureSamples: Readonly<Partial<Record<FailureKind, string>>>;
  /** `correct / elapsed`, nothing else. */
  readonly throughput: RequestsPerSecond;
  /** Bytes read from all sockets, drain included. */
  readonly bytesReceived: Bytes;
  /** CPU time of the generator's process during window and drain, all of its threads. */
  readonly generatorCpuUs: Microseconds;
  /** Share of the window and drain in which the thread with the sockets was not idle, 0 to 1. */
  readonly generatorBusy: number;
  /** The largest resident size of the generator's process that was seen (every 500 ms). */
  readonly generatorRssBytes: Bytes;
  /** done - sent. A time-out counts as exactly the time limit. HdrHistogram V2, base64. */
  readonly serviceUs: string;
  /** The kinds of request of a mix, in its order; absent where there is only one. */
  readonly classes?: readonly ClassFigures[];
}

/** What one kind of request of a mix met. */
export interface ClassFigures {
  readonly name: string;
  /** Correct responses, window and drain. */
  readonly correct: number;
  /** Open loop: done - intended. Closed loop: done - sent. HdrHistogram V2, base64. */
  readonly latencyUs: string;
}

/** N connections, each sends when it has its answer. */
export interface ClosedLoopResult extends LoadFigures {
  readonly kind: "closed";
}

/** Poisson arrivals at a set rate. Histograms hold every arrival of the window. */
export interface OpenLoopResult extends LoadFigures {
  readonly kind: "open";
  /** Arrivals in the window. */
  readonly offered: number;
  /** Arrivals that no free connection took before the drain's time limit; they were never sent. */
  readonly unsent: number;
  /** `offered / elapsed`. */
  readonly offeredRate: RequestsPerSecond;
  /** Requests sent inside the window / elapsed. */
  readonly achievedRate: RequestsPerSecond;
  /**
   * done - intended. A time-out counts as lag + time limit, an unsent arrival as its wait until it
   * was given up, which is a lower bound.
   */
  readonly latencyUs: string;
  readonly lagUs: {
    /** From the intended time until a connection was free: the server's doing. */
    readonly waiting: string;
    /** From the later of intended time and free connection until the send: ours. */
    readonly generator: string;
  };
}

/** Told apart by `kind`. */
export type LoadResult = ClosedLoopResult | OpenLoopResult;

/** How far a slice is; at most once a second. */
export interface LoadProgress {
  readonly elapsedUs: Microseconds;
  readonly responses: number;
  readonly failures: number;
}
