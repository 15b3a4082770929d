/** An edge of the window. */
export type Mark = "begin" | "end";

/** Hooks of one slice. */
export interface RunOptions {
  /**
   * Called when the window begins and when it ends, within about a millisecond: the moments to read
   * counters at, such as CPU times, that belong to the window alone.
   */
  readonly onMark?: (mark: Mark) => void;
  /** Ends the slice at once; `run` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
