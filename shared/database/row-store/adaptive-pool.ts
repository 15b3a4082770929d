import type { Milliseconds } from "../../contract/index.ts";
import type { CallOwner, RowCall } from "../calls/row-call.ts";
import { DatabaseUnavailableError } from "../calls/row-errors.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createLine, hasRoom, isIdle, type Line } from "./line.ts";
import type { Pace } from "./pace.ts";
import { createKind, type Kind } from "./query-kind.ts";
import type { RowConnection } from "./row-connection.ts";
import { TimedBatch } from "./timed-batch.ts";

/*
 * How many connections a server needs has no answer before it runs: with quick queries one
 * connection, filled deep, is 1.5 to 2 times as fast as a pool of 64; with a wait of 20 ms it is 50
 * times slower. So this pool looks, and decides for each query:
 *
 * 1. Every 50 ms a query of each kind is timed: an empty query goes right before it on the same
 *    connection, and the time between both answers is what it takes in PostgreSQL. Over 0.5 ms
 *    three times in a row is slow; once below is quick (`pace.ts` has the details).
 * 2. Quick queries go to the first connection, as deep as they come.
 * 3. A slow query gets an idle connection for itself, from the other end. While the event loop is
 *    so busy that a round trip takes longer than a query, it goes behind another one: it waits for
 *    no longer than a round trip, and wakes nobody. With the budget used up a round trip of an
 *    eighth is enough, and quick queries go first.
 * 4. A connection with no answer for 4 ms makes the pool doubt: it times a query on an idle one at
 *    once. With no answer for 20 ms it is left out until it answers.
 * 5. A query that finds no connection waits in a queue, and another connection opens, sixteen at a
 *    time at most, until the budget is used up; two while slow is a guess, because a sample has no
 *    answer yet, and one after a refusal. One that is not used for 30 s closes.
 */

/** What an adaptive pool works with. */
export interface AdaptivePoolOptions {
  open(): RowConnection;
  /** Connections that it never exceeds, at least 1. */
  readonly budget: number;
  /** How long a query may wait for a connection. */
  readonly limit: Milliseconds;
  /** That of the system by default. */
  readonly clock?: Clock;
}

const doubtMs = 4;
const overdueSampleMs = 20;
const stallMs = 20;
const deepestSlow = 8;
const notableIdling = 1 / 8;
const openingAtOnce = 16;
const openingAtOnceByGuess = 2;
const retryAfterMs = 250;
const idleMs = 30_000;
const checksPerLimit = 20;

/** A pool that sets its own size, up to a budget; the policy is at the top of this file. */
export function createAdaptivePool(options: AdaptivePoolOptions): RowConnection {
  return new AdaptivePool(options);
}

class AdaptivePool implements RowConnection, CallOwner {
  readonly #open: () => RowConnection;
  readonly #budget: number;
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #rows = createKind();
  readonly #rowsAfter = createKind();
  /** Quick queries come first: they leave the most room. */
  readonly #kinds = [this.#rows, this.#rowsAfter];
  readonly #lines: Line[];
  #opening = 0;
  #openAfter = 0;
  #wasRefused = false;
  #isClosed = false;

  constructor({ open, budget, limit, clock = systemClock }: AdaptivePoolOptions) {
    this.#open = open;
    this.#budget = budget;
    this.#limit = limit;
    this.#clock = clock;
    this.#lines = [createLine(open(), clock.now())];
    this.#keepHouse();
  }

  get isUp(): boolean {
    return this.#lines.some(({ connection }) => connection.isUp);
  }

  send(call: RowCall): void {
    const kind = this.#kindOf(call);
    const now = this.#clock.now();
    const line = kind.waiting.length === 0 ? this.#lineFor(kind, now) : undefined;
    if (line !== undefined) this.#sendOn(line, kind, call, now);
    else if (this.isUp) this.#queue(kind, call, now);
    else call.reject(new DatabaseUnavailableError());
  }

  async ping(): Promise<void> {
    const line = this.#lines.find(({ connection }) => connection.isUp) ?? this.#lines[0];
    await line?.connection.ping();
  }

  async close(): Promise<void> {
    while (this.#kinds.some(({ waiting }) => waiting.length > 0) && this.isUp)
      await new Promise<void>((resolve) => this.#clock.after(5, resolve));
    this.#isClosed = true;
    this.#rejectWaiting(Number.POSITIVE_INFINITY);
    await Promise.all(this.#lines.map(({ connection }) => connection.close()));
  }

  callEnded(call: RowCall, isAnswered: boolean): void {
    const { line, batch } = call;
    if (line === undefined) return;
    line.inFlight -= 1;
    if (call.isSlow) line.slowInFlight -= 1;
    const now = this.#clock.now();
    if (now - line.progressAt > doubtMs) this.#doubt(this.#kindOf(call), now);
    line.progressAt = now;
    batch?.settle(isAnswered);
    this.#serveWaiting();
  }

  #kindOf({ wait }: RowCall): Kind {
    return wait === undefined ? this.#rows : this.#rowsAfter;
  }

  #queue(kind: Kind, call: RowCall, since: number): void {
    kind.waiting.push({ call, since });
    const isLookedAfter = this.#lines.some(({ isChecked }) => isChecked);
    // What is timed for the first time gets a moment: it may be quick.
    if (!kind.pace.isUnknown && !isLookedAfter) this.#grow(kind.pace, since);
  }

  #lineFor({ pace, sample }: Kind, now: number): Line | undefined {
    if (sample?.batch.isOpen && sample.line.connection.isUp) return sample.line;
    if (pace.isSlow) {
      // A sample needs a connection for itself.
      if (pace.isSampleDue(now)) return this.#lines.findLast(isIdle);
      const depth = Math.min(deepestSlow, pace.depth);
      return this.#lines.findLast((line) => hasRoom(line, depth)) ?? this.#ahead(pace);
    }
    if (pace.isDoubted && sample === undefined)
      return this.#lines.findLast(isIdle) ?? this.#first(now);
    return this.#first(now);
  }

  /** The connection with the fewest queries, when no other can be opened. */
  #ahead(pace: Pace): Line | undefined {
    if (pace.idleRatio < notableIdling || this.#lines.length < this.#budget) return undefined;
    if (this.#kinds.some((kind) => kind.waiting.length > 0 && kind.pace !== pace)) return undefined;
    const line = this.#lines.reduce((a, b) => (b.inFlight < a.inFlight ? b : a));
    return line.inFlight < deepestSlow && line.connection.isUp ? line : undefined;
  }

  /** The first connection on which a quick query will not be held up. */
  #first(now: number): Line | undefined {
    for (const line of this.#lines) {
      if (!line.connection.isUp || line.slowInFlight > 0) continue;
      const silentMs = line.inFlight === 0 ? 0 : now - line.progressAt;
      if (silentMs > doubtMs) this.#check(line);
      if (silentMs < stallMs) return line;
    }
    return undefined;
  }

  /** Answers may have come while this loop was busy elsewhere: looks again when it has read. */
  #check(line: Line): void {
    if (line.isChecked) return;
    line.isChecked = true;
    const { progressAt } = line;
    this.#clock.afterNextPoll(() => {
      line.isChecked = false;
      if (line.inFlight === 0 || line.progressAt !== progressAt) return this.#serveWaiting();
      const now = this.#clock.now();
      for (const kind of this.#kinds) this.#doubt(kind, now);
      this.#serveWaiting();
    });
  }

  #doubt(kind: Kind, now: number): void {
    if (kind.pace.isSlow || kind.pace.isDoubted) return;
    kind.pace.doubt(now);
    // What is being timed behind other queries would tell too late.
    kind.sample = undefined;
    // One to look with is enough: why there is no answer is not known yet.
    if (this.#lines.length + this.#opening === 1) this.#grow(kind.pace, now);
  }

  #sendOn(line: Line, kind: Kind, call: RowCall, now: number): void {
    const batch = this.#batchFor(line, kind, now);
    batch?.add();
    call.batch = batch;
    call.owner = this;
    call.line = line;
    call.isSlow = kind.pace.isSlow;
    if (line.inFlight === 0) line.progressAt = now;
    line.inFlight += 1;
    if (call.isSlow) line.slowInFlight += 1;
    line.connection.send(call);
  }

  /** The batch that a query joins, which may be one that it starts. */
  #batchFor(line: Line, kind: Kind, now: number): TimedBatch | undefined {
    const { pace, sample } = kind;
    if (sample?.line === line && sample.batch.isOpen) return sample.batch;
    const isInTheWay = line.inFlight > 0 && (pace.isSlow || pace.isDoubted);
    if (sample !== undefined || isInTheWay || !pace.takeSample(now)) return undefined;
    const batch = new TimedBatch(line.connection, pace.batchSize, this.#clock, (own, result) => {
      if (kind.sample?.batch !== own) return;
      kind.sample = undefined;
      if (result === undefined) pace.learnNothing(this.#clock.now());
      else pace.learn(result, this.#clock.now());
    });
    kind.sample = { batch, line };
    if (line.inFlight === 0) this.#watch(kind, batch);
    return batch;
  }

  /** A sample with nothing before it that is not answered soon has told enough. */
  #watch(kind: Kind, batch: TimedBatch): void {
    this.#clock.after(overdueSampleMs, () =>
      this.#clock.afterNextPoll(() => {
        if (kind.sample?.batch !== batch) return;
        kind.pace.giveUp();
        this.#serveWaiting();
      }),
    );
  }

  #serveWaiting(): void {
    for (const kind of this.#kinds) {
      while (kind.waiting.length > 0) {
        const now = this.#clock.now();
        const line = this.#lineFor(kind, now);
        if (line === undefined) {
          if (!this.isUp) this.#rejectWaiting(Number.POSITIVE_INFINITY);
          else if (!kind.pace.isUnknown) this.#grow(kind.pace, now);
          break;
        }
        const waiting = kind.waiting.shift();
        if (waiting === undefined) break;
        waiting.call.waitedMs = now - waiting.since;
        this.#sendOn(line, kind, waiting.call, now);
      }
    }
  }

  #grow({ isGuess }: Pace, now: number): void {
    const isFull = this.#lines.length + this.#opening >= this.#budget;
    const most = isGuess ? openingAtOnceByGuess : openingAtOnce;
    const atOnce = this.#wasRefused ? 1 : most;
    if (isFull || this.#opening >= atOnce || now < this.#openAfter) return;
    this.#opening += 1;
    const connection = this.#open();
    connection.ping().then(
      () => {
        this.#opening -= 1;
        this.#wasRefused = false;
        this.#lines.push(createLine(connection, this.#clock.now()));
        if (this.#isClosed) void connection.close();
        this.#serveWaiting();
      },
      () => {
        this.#opening -= 1;
        this.#openAfter = this.#clock.now() + retryAfterMs;
        this.#wasRefused = true;
        void connection.close();
      },
    );
  }

  /** Now and then: what waits too long, what is not used, what is down. */
  #keepHouse(): void {
    if (this.#isClosed) return;
    this.#clock.after(this.#limit / checksPerLimit, () => this.#keepHouse());
    const now = this.#clock.now();
    this.#rejectWaiting(now - this.#limit);
    for (const line of this.#lines.slice(1)) {
      const isUnused = line.inFlight === 0 && now - line.progressAt > idleMs;
      if (!isUnused && line.connection.isUp) continue;
      this.#lines.splice(this.#lines.indexOf(line), 1);
      void line.connection.close();
    }
    this.#serveWaiting();
  }

  #rejectWaiting(since: number): void {
    for (const { waiting } of this.#kinds)
      while (waiting[0] !== undefined && waiting[0].since < since)
        waiting.shift()?.call.reject(new DatabaseUnavailableError());
  }
}
