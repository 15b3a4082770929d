import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds, Row } from "../../contract/index.ts";
import { PendingCalls } from "../calls/pending-calls.ts";
import { type CallKeeper, pingId, RowCall } from "../calls/row-call.ts";
import {
  DatabaseUnavailableError,
  isUnavailableState,
  RowQueryError,
} from "../calls/row-errors.ts";
import type { Driver, RowClient } from "../drivers/row-client.ts";

/** A connection to PostgreSQL, or a pool of them that looks like one. */
export interface RowConnection {
  /** False while the database cannot be reached: calls then reject at once. */
  readonly isUp: boolean;
  /** Takes care of a call, or of a ping, until it has ended. */
  send(call: RowCall): void;
  ping(): Promise<void>;
  /** Ends once the calls in flight have their answers (bounded in time). */
  close(): Promise<void>;
}

/** What a connection needs beside its driver. */
export interface RowConnectionOptions {
  readonly url: string;
  /** How long a call may take, on top of the wait that it asks for. */
  readonly limit: Milliseconds;
  /** Hears why the database cannot be reached, once for each attempt. */
  readonly onProblem: (error: unknown) => void;
}

const retryMs = 100;
/** A query was cancelled: the connection is as good as before. */
const queryCanceled = "57014";
const pong: Row = { id: pingId, randomNumber: 0 };

/**
 * Opens one connection that pipelines its queries, and opens it again by itself when it breaks.
 * Every call rejects within `limit` (and the wait that it asked for) with a
 * DatabaseUnavailableError when the database does not answer; a query that still runs then is
 * cancelled in PostgreSQL, too.
 */
export function createRowConnection(driver: Driver, options: RowConnectionOptions): RowConnection {
  return new PipelinedConnection(driver, options);
}

class PipelinedConnection implements RowConnection, CallKeeper {
  readonly #driver: Driver;
  readonly #options: RowConnectionOptions;
  readonly #calls: PendingCalls<RowCall>;
  #client: RowClient;
  #isUp = true;
  #isClosed = false;

  constructor(driver: Driver, options: RowConnectionOptions) {
    this.#driver = driver;
    this.#options = options;
    this.#calls = new PendingCalls(options.limit, {
      onOverdue: (call) => end(call, new DatabaseUnavailableError()),
      onHeadOverdue: (call) => this.#client.cancel(call),
      onStuck: () => this.#recover(this.#client, new Error("the database does not answer")),
    });
    this.#client = this.#openClient();
    // The connection opens now, not with the first request.
    const opened = this.#client;
    pingBy(opened).catch((error: unknown) => this.#recover(opened, error));
  }

  get isUp(): boolean {
    return this.#isUp && !this.#isClosed;
  }

  send(call: RowCall): void {
    if (this.#isUp) {
      call.keeper = this;
      call.client = this.#client;
      this.#calls.add(call, (call.wait ?? 0) - call.waitedMs);
      this.#client.send(call);
    } else end(call, new DatabaseUnavailableError());
  }

  async ping(): Promise<void> {
    const call = new RowCall(pingId);
    this.send(call);
    await call.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // Bounded: each call ends by its limit.
    while (this.#calls.size > 0) await delay(5);
    this.#calls.stop();
    await this.#client.end(this.#isUp ? 1 : 0);
  }

  answered(call: RowCall, row: Row | undefined): void {
    if (!this.#calls.settle(call)) return;
    const isMissing = row === undefined && call.id !== pingId;
    if (isMissing) end(call, new RowQueryError(`row ${call.id} is missing`));
    else {
      call.owner?.callEnded(call, true);
      call.resolve(row ?? pong);
    }
  }

  failed(call: RowCall, error: unknown): void {
    const isWaitedFor = this.#calls.settle(call);
    // First, so that nobody sends the next query here when this one's end is heard of.
    if (call.client === this.#client && this.#isBroken(error)) this.#recover(this.#client, error);
    if (isWaitedFor) end(call, this.#translate(error));
  }

  #openClient(): RowClient {
    return this.#driver.openClient(this.#options.url, this.#options.limit);
  }

  #recover(failed: RowClient, reason: unknown): void {
    if (failed !== this.#client || !this.#isUp || this.#isClosed) return;
    this.#isUp = false;
    this.#options.onProblem(reason);
    for (const call of this.#calls.takeAll()) end(call, new DatabaseUnavailableError());
    void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    while (!this.#isUp && !this.#isClosed) {
      // A client that broke while it was writing keeps the unsent bytes and hangs (postgres.js
      // 3.4.9, `closed` in connection.js): it is never used again.
      void this.#client.end(0);
      this.#client = this.#openClient();
      const problem = await problemOf(this.#client, this.#options.limit);
      this.#isUp = problem === undefined;
      if (problem === undefined) return;
      this.#options.onProblem(problem);
      await delay(retryMs, undefined, { ref: false });
    }
    if (this.#isClosed) void this.#client.end(0);
  }

  #isBroken(error: unknown): boolean {
    const state = this.#driver.sqlStateOf(error);
    return state === undefined || (isUnavailableState(state) && state !== queryCanceled);
  }

  #translate(cause: unknown): Error {
    const state = this.#driver.sqlStateOf(cause);
    if (state === undefined || isUnavailableState(state))
      return new DatabaseUnavailableError({ cause });
    return new RowQueryError("the database refused the query", { cause });
  }
}

function end(call: RowCall, error: Error): void {
  call.owner?.callEnded(call, false);
  call.reject(error);
}

async function problemOf(client: RowClient, limit: Milliseconds): Promise<unknown> {
  const silence = delay(limit, new Error("the database does not answer"), { ref: false });
  const answer = pingBy(client).then(
    () => undefined,
    (error: unknown) => error,
  );
  return Promise.race([answer, silence]);
}

function pingBy(client: RowClient): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const call = new RowCall(pingId);
  call.keeper = { answered: () => resolve(), failed: (_call, error) => reject(error) };
  client.send(call);
  return promise;
}
