/** A query that takes longer than this in PostgreSQL waits for something, in ms. */
const slowMs = 0.5;
/** A process that is not run for a moment looks like a wait: it takes three to be believed. */
const slowToBelieve = 3;
/** On two busy processors PostgreSQL was kept waiting for 8 to 13 ms; so long it is not: once is enough. */
const surelySlowMs = 20;
const sampleEveryMs = 50;
const largestBatch = 32;
/** How much of the mean of the last samples is the newest one. */
const newestShare = 0.25;

/** What a sample of queries, sent together on one connection, has shown. Times in ms. */
export interface Sample {
  readonly queries: number;
  /** From the answer to an empty query before them to the last of their answers. */
  readonly tookMs: number;
  /** From the moment at which they were sent, which holds all that the event loop did besides. */
  readonly totalMs: number;
  /** The event loop found all their answers as soon as it looked again: they may have waited there. */
  readonly cameAtOnce: boolean;
}

/**
 * Learns whether queries of one kind are quick or wait in PostgreSQL. Slow until the first sample:
 * that costs a few milliseconds once, the other error a line of queries behind each other.
 *
 * A busy event loop sees all answers at once that came in the meantime, so that a short wait looks
 * like none, and where the empty query's is the last that it reads, none looks like a wait. A sample of
 * slow queries is therefore called quick only if they were even by the time in all, and one of quick
 * queries slow only if the loop has looked for their answers in vain. Where that cannot be told, the
 * next sample is a batch of twice as many.
 */
export class Pace {
  isSlow = true;
  /** No sample has told anything yet. */
  isUnknown = true;
  /** Something took so long that the next sample must not wait behind others. */
  isDoubted = false;
  /** It is called slow because a sample has no answer yet. */
  isGuess = false;
  /** How many queries the next sample takes. */
  batchSize = 1;
  #eachMs = 0;
  #roundTripMs = 0;
  #slowInARow = 0;
  #nextSampleAt = 0;

  /**
   * A connection with one query idles from its answer until the next one comes: a round trip,
   * which a busy event loop makes long. How many times as long as a query takes.
   */
  get idleRatio(): number {
    return this.#eachMs === 0 ? 0 : this.#roundTripMs / this.#eachMs;
  }

  /**
   * How many queries a connection may hold so that none waits for longer than a round trip, which
   * the connection would be idle for without it: 1 unless a round trip takes longer than a query.
   */
  get depth(): number {
    return Math.floor(1 + this.idleRatio);
  }

  isSampleDue(now: number): boolean {
    return now >= this.#nextSampleAt;
  }

  /** Whether to sample the next query; `learn` or `learnNothing` must follow. */
  takeSample(now: number): boolean {
    if (!this.isSampleDue(now)) return false;
    this.#nextSampleAt = Number.POSITIVE_INFINITY;
    return true;
  }

  learn({ queries, tookMs, totalMs, cameAtOnce }: Sample, now: number): void {
    this.isDoubted = false;
    const eachMs = tookMs / queries;
    const looksSlow = eachMs > slowMs;
    const wasSlow = this.isSlow && !this.isGuess;
    const canTell = looksSlow ? wasSlow || !cameAtOnce : !wasSlow || totalMs / queries <= slowMs;
    if (looksSlow === canTell) this.#noteTimes(eachMs, totalMs - tookMs);
    if (!canTell) this.#noteUnclear();
    else if (looksSlow) this.#noteSlow(eachMs);
    else this.#noteQuick();
    this.isGuess = false;
    const isUrgent =
      this.isUnknown || (!this.isSlow && (this.#slowInARow > 0 || this.batchSize > 1));
    // The queries of a batch wait for each other: they must stay few.
    this.#nextSampleAt = isUrgent ? now : now + Math.max(sampleEveryMs, 5 * totalMs);
  }

  /** A connection gave no answer for long: asks for a sample at once. */
  doubt(now: number): void {
    this.isDoubted = true;
    this.#nextSampleAt = now;
  }

  /** The sample has no answer yet, although nothing was in front of it: slow until it comes. */
  giveUp(): void {
    this.isGuess = !this.isSlow;
    this.#noteSlow(surelySlowMs);
  }

  /** The queries failed. */
  learnNothing(now: number): void {
    this.isDoubted = false;
    this.#nextSampleAt = now + sampleEveryMs;
  }

  #noteTimes(eachMs: number, roundTripMs: number): void {
    if (this.isUnknown) return;
    const weight = this.#eachMs === 0 ? 1 : newestShare;
    this.#eachMs += weight * (eachMs - this.#eachMs);
    this.#roundTripMs += weight * (roundTripMs - this.#roundTripMs);
  }

  #noteUnclear(): void {
    this.batchSize = Math.min(largestBatch, this.batchSize * 2);
    if (!this.isGuess) return;
    this.isSlow = false;
    this.#slowInARow = 0;
  }

  #noteSlow(eachMs: number): void {
    if (eachMs > 2 * slowMs) this.batchSize = Math.max(1, this.batchSize / 2);
    this.#slowInARow += eachMs >= surelySlowMs ? slowToBelieve : 1;
    if (this.#slowInARow < slowToBelieve) return;
    this.isSlow = true;
    this.isUnknown = false;
  }

  #noteQuick(): void {
    this.batchSize = 1;
    this.#slowInARow = 0;
    this.#eachMs = 0;
    this.isSlow = false;
    this.isUnknown = false;
  }
}
