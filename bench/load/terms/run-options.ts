import type { Microseconds, RequestsPerSecond } from "@rowbench/shared/contract";

/** What a slice does while it runs, for whoever watches it; nothing is computed from it. */
export interface Glimpse {
  /** Correct answers a second since the glimpse before, warm-up included. */
  readonly throughput: RequestsPerSecond;
  /** Of the latencies that count so far; absent while none does. */
  readonly p99Us?: Microseconds;
}

/** An edge of the window. */
export type Mark = "begin" | "end";

/** What a slice has done when it stands still. */
export interface Progress {
  /** Right answers so far, all parts. */
  readonly correct: number;
}

/** Hooks of one slice. */
export interface RunOptions {
  /**
   * Called once all connections are open, or have failed to. The load begins at the time in
   * microseconds of `nowUs` that it resolves to: at once where that is past, and at most a minute
   * later, for a time beyond that comes from another clock. Absent: the load begins at once.
   */
  readonly whenConnected?: () => Promise<number>;
  /** Called right after the load has begun, with the time in microseconds of `nowUs` when it did. */
  readonly onBegin?: (atUs: number) => void;
  /**
   * Called before each piece of a window that has several: nothing is in flight, and nothing is sent
   * until it resolves. Absent: it goes on at once.
   */
  readonly whenAtRest?: (progress: Progress) => Promise<void>;
  /**
   * Called when the window begins and when it ends, within about a millisecond: the moments to read
   * counters at, such as CPU times, that belong to the window alone. In a window of several pieces
   * at the end of each, and before it once the server works as it will: reading takes time from
   * those who share its processors. What was done between both then belongs to the window by the
   * share of the answers. `progress` is absent where one of several generators tells it for all.
   */
  readonly onMark?: (mark: Mark, progress?: Progress) => void;
  /** Called twice a second while the slice runs. Without it nothing is taken or sent. */
  readonly onGlimpse?: (glimpse: Glimpse) => void;
  /** Ends the slice at once; `run` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
