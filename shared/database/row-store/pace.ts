/** A query that takes longer than this in PostgreSQL waits for something, in ms. */
const slowMs = 0.5;
/** A process that is not run for a moment looks like a wait: it takes three to be believed. */
const slowToBelieve = 3;
const sampleEveryMs = 50;

/**
 * Learns whether queries of one kind are quick or wait in PostgreSQL, from a sample every 50 ms.
 * Slow until the first sample: that costs a few milliseconds once, the other error costs a line
 * of queries behind each other. Times are ms of any clock.
 */
export class Pace {
  isSlow = true;
  /** Nothing was timed yet. */
  isUnknown = true;
  /** A query took so long that the next sample must not wait behind others. */
  isDoubted = false;
  #slowInARow = 0;
  #nextSampleAt = 0;

  /** Whether the next query is to be timed; `learn` or `skip` must follow. */
  takeSample(now: number): boolean {
    if (now < this.#nextSampleAt) return false;
    this.#nextSampleAt = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Takes what one query took in PostgreSQL. */
  learn(tookMs: number, now: number): void {
    this.isUnknown = false;
    this.isDoubted = false;
    this.#slowInARow = tookMs > slowMs ? this.#slowInARow + 1 : 0;
    if (this.#slowInARow === 0) this.isSlow = false;
    if (this.#slowInARow >= slowToBelieve) this.isSlow = true;
    const isSettled = this.isSlow === this.#slowInARow > 0;
    this.#nextSampleAt = isSettled ? now + sampleEveryMs : now;
  }

  /** A connection gave no answer for long: asks for a sample soon, whatever is being timed. */
  doubt(now: number): void {
    if (this.isSlow || this.isDoubted) return;
    this.isDoubted = true;
    this.#nextSampleAt = now;
  }

  /** The query failed: nothing is learned. */
  skip(now: number): void {
    this.isDoubted = false;
    this.#nextSampleAt = now + sampleEveryMs;
  }
}
