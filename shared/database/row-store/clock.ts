/** Time as a pool sees it. */
export interface Clock {
  /** In ms. */
  now(): number;
  /** Does not keep the process alive. */
  after(ms: number, callback: () => void): void;
  /** Calls back when the event loop has read what had arrived by now. */
  afterNextPoll(callback: () => void): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => void setTimeout(callback, ms).unref(),
  // The first runs before the loop polls again, the second after it.
  afterNextPoll: (callback) => void setImmediate(setImmediate, callback),
};
