import type { Milliseconds, Row } from "../../contract/index.ts";
import { DatabaseUnavailableError } from "../row-errors.ts";
import { Pace } from "./pace.ts";
import type { RowConnection } from "./row-connection.ts";

/*
 * How many connections a server needs has no answer before it runs: with quick queries one
 * connection, filled deep, beats a pool of 64 by 2 to 3 times; with a wait of 5 ms it is 50 times
 * slower. So this pool looks, and decides for each query:
 *
 * 1. Every 50 ms one query of each kind is timed: an empty query goes right before it on the same
 *    connection, and the time between both answers is what the query takes in PostgreSQL, however
 *    busy the event loop is. Over 0.5 ms three times in a row is slow; once below is quick.
 * 2. Quick queries go to the first connection, as deep as they come.
 * 3. A slow query gets an idle connection for itself, from the other end: nothing goes behind it.
 * 4. A connection with no answer for 4 ms is left out until it answers, whatever is in it, and the
 *    next sample is taken on another one: queries that turn slow hold up only what was sent.
 * 5. A query that finds no connection waits in a queue, and another connection opens, four at a
 *    time at most, until the budget is used up. One that is not used for 30 s closes.
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

/** Time as the pool sees it. */
export interface Clock {
  /** In ms. */
  now(): number;
  /** Does not keep the process alive. */
  after(ms: number, callback: () => void): void;
  /** Calls back when the loop has read what had arrived by now. */
  afterNextPoll(callback: () => void): void;
}

const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => void setTimeout(callback, ms).unref(),
  afterNextPoll: (callback) => void setImmediate(setImmediate, callback),
};

/** An open connection and what is in flight on it. */
interface Line {
  readonly connection: RowConnection;
  inFlight: number;
  slowInFlight: number;
  /** When it last answered, or got its first query. */
  progressAt: number;
  /** No answer for long: looked after, then sure. */
  stall: "none" | "suspected" | "certain";
}

type Call = (connection: RowConnection) => Promise<unknown>;

interface Waiting {
  readonly call: Call;
  readonly since: number;
  resolve(answer: Promise<unknown>): void;
  reject(error: Error): void;
}

/** Queries of one kind. */
interface Kind {
  readonly pace: Pace;
  readonly waiting: Waiting[];
}

const stallMs = 4;
const openingAtOnce = 4;
const retryAfterMs = 250;
const idleMs = 30_000;
const checksPerLimit = 20;

/** A pool that sets its own size, up to a budget; the policy is at the top of this file. */
export function createAdaptivePool(options: AdaptivePoolOptions): RowConnection {
  return new AdaptivePool(options);
}

class AdaptivePool implements RowConnection {
  readonly #open: () => RowConnection;
  readonly #budget: number;
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #rows: Kind = { pace: new Pace(), waiting: [] };
  readonly #rowsAfter: Kind = { pace: new Pace(), waiting: [] };
  /** Quick queries come first: they leave the most room. */
  readonly #kinds: readonly Kind[] = [this.#rows, this.#rowsAfter];
  readonly #lines: Line[];
  #opening = 0;
  #openAfter = 0;
  #isClosed = false;

  constructor({ open, budget, limit, clock = systemClock }: AdaptivePoolOptions) {
    this.#open = open;
    this.#budget = budget;
    this.#limit = limit;
    this.#clock = clock;
    this.#lines = [lineOf(open(), clock.now())];
    this.#keepHouse();
  }

  get isUp(): boolean {
    return this.#lines.some(({ connection }) => connection.isUp);
  }

  row(id: number): Promise<Row> {
    return this.#submit(this.#rows, (connection) => connection.row(id)) as Promise<Row>;
  }

  rowAfter(id: number, wait: Milliseconds): Promise<Row> {
    const call: Call = (connection) => connection.rowAfter(id, wait);
    return this.#submit(this.#rowsAfter, call) as Promise<Row>;
  }

  async ping(): Promise<void> {
    const line = this.#lines.find(({ connection }) => connection.isUp) ?? this.#lines[0];
    await line?.connection.ping();
  }

  async close(): Promise<void> {
    while (this.#kinds.some(({ waiting }) => waiting.length > 0) && this.isUp)
      await new Promise((resolve) => setTimeout(resolve, 5));
    this.#isClosed = true;
    this.#rejectWaiting(Number.POSITIVE_INFINITY);
    await Promise.all(this.#lines.map(({ connection }) => connection.close()));
  }

  #submit(kind: Kind, call: Call): Promise<unknown> {
    const now = this.#clock.now();
    const line = kind.waiting.length === 0 ? this.#lineFor(kind, now) : undefined;
    if (line !== undefined) return this.#send(line, kind, call, now);
    if (!this.isUp) return Promise.reject(new DatabaseUnavailableError());
    return new Promise((resolve, reject) => {
      kind.waiting.push({ call, since: now, resolve, reject });
      const isBeingLookedAfter = this.#lines.some(({ stall }) => stall === "suspected");
      // What is timed for the first time gets a moment: it may be quick.
      if (!isBeingLookedAfter && !kind.pace.isUnknown) this.#grow(now);
    });
  }

  #lineFor({ pace }: Kind, now: number): Line | undefined {
    if (pace.isSlow) return this.#lines.findLast(isIdle);
    if (pace.isDoubted) {
      const idle = this.#lines.findLast(isIdle);
      if (idle !== undefined) return idle;
      // One to look with is enough: that the loop is busy looks the same from here.
      if (this.#lines.length + this.#opening === 1) this.#grow(now);
    }
    for (const line of this.#lines) if (this.#isFluent(line, now)) return line;
    return undefined;
  }

  #isFluent(line: Line, now: number): boolean {
    if (!line.connection.isUp || line.slowInFlight > 0 || line.stall !== "none") return false;
    if (line.inFlight === 0 || now - line.progressAt < stallMs) return true;
    // Its answer may have arrived while this loop was busy elsewhere.
    line.stall = "suspected";
    this.#clock.afterNextPoll(() => {
      if (line.stall === "suspected") line.stall = "certain";
      this.#serveWaiting();
    });
    return false;
  }

  #send(line: Line, kind: Kind, call: Call, now: number): Promise<unknown> {
    const { pace } = kind;
    const slow = pace.isSlow ? 1 : 0;
    const isTimed = (line.inFlight === 0 || !pace.isDoubted) && pace.takeSample(now);
    const answer = isTimed ? this.#time(line, pace, call) : call(line.connection);
    if (line.inFlight === 0) line.progressAt = now;
    line.inFlight += 1;
    line.slowInFlight += slow;
    const settle = (): void => {
      const settledAt = this.#clock.now();
      if (settledAt - line.progressAt > stallMs) pace.doubt(settledAt);
      line.inFlight -= 1;
      line.slowInFlight -= slow;
      line.progressAt = settledAt;
      line.stall = "none";
      this.#serveWaiting();
    };
    answer.then(settle, settle);
    return answer;
  }

  #time({ connection }: Line, pace: Pace, call: Call): Promise<unknown> {
    let startedAt = Number.NaN;
    if (pace.isUnknown) this.#clock.after(stallMs, () => this.#serveWaiting());
    connection.ping().then(
      () => {
        startedAt = this.#clock.now();
      },
      () => {},
    );
    const answer = call(connection);
    answer.then(
      () => pace.learn(this.#clock.now() - startedAt, this.#clock.now()),
      () => pace.skip(this.#clock.now()),
    );
    return answer;
  }

  #serveWaiting(): void {
    for (const kind of this.#kinds) {
      while (kind.waiting.length > 0) {
        const now = this.#clock.now();
        const line = this.#lineFor(kind, now);
        if (line === undefined) {
          if (this.isUp) this.#grow(now);
          else this.#rejectWaiting(Number.POSITIVE_INFINITY);
          break;
        }
        const waiting = kind.waiting.shift();
        waiting?.resolve(this.#send(line, kind, waiting.call, now));
      }
    }
  }

  #grow(now: number): void {
    const isFull = this.#lines.length + this.#opening >= this.#budget;
    if (isFull || this.#opening >= openingAtOnce || now < this.#openAfter) return;
    this.#opening += 1;
    const connection = this.#open();
    connection.ping().then(
      () => {
        this.#opening -= 1;
        this.#lines.push(lineOf(connection, this.#clock.now()));
        if (this.#isClosed) void connection.close();
        this.#serveWaiting();
      },
      () => {
        this.#opening -= 1;
        this.#openAfter = this.#clock.now() + retryAfterMs;
        void connection.close();
      },
    );
  }

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
        waiting.shift()?.reject(new DatabaseUnavailableError());
  }
}

function lineOf(connection: RowConnection, now: number): Line {
  return { connection, inFlight: 0, slowInFlight: 0, progressAt: now, stall: "none" };
}

function isIdle({ connection, inFlight, stall }: Line): boolean {
  return inFlight === 0 && stall === "none" && connection.isUp;
}
