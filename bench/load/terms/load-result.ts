import type { Bytes, Microseconds, RequestsPerSecond } from "@rowbench/shared/contract";
import type { FailureKind } from "./failure.ts";

/**
 * What one slice of load gave.
 *
 * A closed loop has four parts: the *ramp*, in which its connections begin one after the other;
 * the *warm-up*, until answers come at a steady pace; the *window*, which counts; and the
 * *cool-down*, in which the load goes on until every request that was in flight at the window's
 * end has its answer. A request that crosses an edge of the window counts with the share of its
 * time that lies within it, so that a window which is no multiple of the answer's time has no bias.
 * A window may come in pieces: after the warm-up, before each of them and after the last one the loop
 * rests with nothing in flight; before a piece it settles, after it comes its own cool-down.
 * A batch of pipelined requests counts as one request, from its send to its last answer, and each
 * of its right answers with the share of that time.
 *
 * An open loop has a window, in which its arrivals lie, and a *drain*, in which what has arrived
 * gets its answer; every arrival counts. What is not sent within the time limit is given up, and at
 * once where the answers of the window came too slowly for the drain to get there.
 *
 * These sums are exact, over all parts:
 *
 *     issued          = correct + failures of unansweredKinds + failures of wrongResponseKinds
 *     offered         = issued + unsent                                     (open loop)
 *     latencyUs count = correct + wrong responses + timeouts + unsent       (open loop)
 *
 * so the server's own count of queries is `correct`, and more only by requests that failed.
 */
export interface LoadFigures {
  /** Length of the window. */
  readonly elapsedUs: Microseconds;
  /** Requests sent, all parts. */
  readonly issued: number;
  /** Responses that passed every check, all parts. */
  readonly correct: number;
  /** By kind, all parts. */
  readonly failures: Readonly<Record<FailureKind, number>>;
  /** The first message of each kind that occurred. */
  readonly failureSamples: Readonly<Partial<Record<FailureKind, string>>>;
  /** Correct answers of the window; closed loop: by the share of their time, so not whole. */
  readonly answers: number;
  /** `answers / elapsed`, nothing else. */
  readonly throughput: RequestsPerSecond;
  /** Correct answers that ended in each tenth of a second of the window; the last may be shorter. */
  readonly answersPerBin: readonly number[];
  /**
   * Correct answers with a row by their id, all parts, where the size of the table is known: id
   * counts in bin ⌊(id - 1) · idBins / rows⌋.
   */
  readonly answersPerIdBin?: readonly number[];
  /** Bytes read from all sockets, all parts. */
  readonly bytesReceived: Bytes;
  /** CPU time of the generator's process during the window, all of its threads. */
  readonly generatorCpuUs: Microseconds;
  /** Share of the window in which the thread with the sockets was not idle, 0 to 1. */
  readonly generatorBusy: number;
  /** The largest resident size of the generator's process that was seen. */
  readonly generatorRssBytes: Bytes;
  /**
   * done - sent, of what ended in the window (open loop: of every request). A time-out counts as
   * exactly the time limit. HdrHistogram V2, base64.
   */
  readonly serviceUs: string;
  /** By kind of request, in their order; absent where there is only one. */
  readonly kinds?: readonly KindFigures[];
}

/** What one kind of request met. */
export interface KindFigures {
  readonly name: string;
  /** Closed loop: as `answers`, which is the sum over all kinds. Open loop: all that were correct. */
  readonly correct: number;
  /** Open loop: done - intended. Closed loop: done - sent. HdrHistogram V2, base64. */
  readonly latencyUs: string;
}

/** N connections, each sends when it has its answer. */
export interface ClosedLoopResult extends LoadFigures {
  readonly kind: "closed";
  readonly warmUp: WarmUpFigures;
  /** How many the window came in; absent where it was in one. */
  readonly pieces?: number;
  /** Time that connections spent with a request in flight during the window, summed up. */
  readonly inFlightUs: number;
  /**
   * By how much the times of `serviceUs` are longer than that in sum: what lies before the window,
   * less what lies within it of requests that ended after it. Absent in older records.
   */
  readonly outsideUs?: number;
}

/** How a closed loop became steady. */
export interface WarmUpFigures {
  readonly elapsedUs: Microseconds;
  /** False when it was still rising at the longest warm-up that is allowed; see `judgeWarmUp`. */
  readonly isSteady: boolean;
  /** As `answersPerBin`, from the first send to the window. */
  readonly answersPerBin: readonly number[];
}

/** Poisson arrivals at a set rate. Histograms hold every arrival of the window. */
export interface OpenLoopResult extends LoadFigures {
  readonly kind: "open";
  /** Arrivals in the window. */
  readonly offered: number;
  /** Arrivals that no free connection took before they were given up; they were never sent. */
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
  /** The same without the generator's own lag: done - intended - lag of that request. */
  readonly latencyWithoutLagUs: string;
  readonly lagUs: {
    /** From the intended time until a connection was free: the server's doing. */
    readonly waiting: string;
    /** From the later of intended time and free connection until the send: ours. */
    readonly generator: string;
  };
  /** Arrivals that were due and not yet sent, at the end of each bin of `answersPerBin`. */
  readonly backlogPerBin: readonly number[];
}

/** Told apart by `kind`. */
export type LoadResult = ClosedLoopResult | OpenLoopResult;

/** Width of a bin of `answersPerBin` and `backlogPerBin`. */
export const binUs = 100_000;
/** With fewer bins of a backlog a stall of 200 ms cannot be told from an overload. */
export const fewestBacklogBins = 10;
/** Bins of `answersPerIdBin`. */
export const idBins = 64;
