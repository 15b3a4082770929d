/** The pause between two attempts to connect. */
export interface RetryPause {
  readonly isOver: boolean;
  /** Begins, or begins again, after an attempt that failed. */
  begin(): void;
}

const pauseMs = 100;

/** Makes a pause of 100 ms that has not begun. */
export function createRetryPause(): RetryPause {
  let end = 0;
  return {
    get isOver() {
      return performance.now() >= end;
    },
    begin() {
      end = performance.now() + pauseMs;
    },
  };
}
