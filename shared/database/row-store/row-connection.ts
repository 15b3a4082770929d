import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds, Row } from "../../contract/index.ts";
import { createPendingCalls } from "./pending-calls.ts";
import type { Driver, RowClient, SentQuery } from "./row-client.ts";
import { DatabaseUnavailableError, isUnavailableState, RowQueryError } from "./row-errors.ts";

/** A connection to PostgreSQL, or a pool of them that looks like one. */
export interface RowConnection {
  /** False while the database cannot be reached: calls then reject at once. */
  readonly isUp: boolean;
  row(id: number, dispatch?: Dispatch): Promise<Row>;
  /** The row after the *database* waited that long. */
  rowAfter(id: number, wait: Milliseconds, dispatch?: Dispatch): Promise<Row>;
  ping(): Promise<void>;
  /** Ends once the calls in flight have their answers (bounded in time). */
  close(): Promise<void>;
}

/** What a pool has to do with a call. */
export interface Dispatch {
  /** How long the call has waited for its connection: counts against the time limit. */
  readonly waitedMs: number;
  /** Hears once, just before the call resolves or rejects. A `then` would cost a promise more. */
  readonly onEnd: () => void;
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

/**
 * Opens one connection that pipelines its queries, and opens it again by itself when it breaks.
 * Every call rejects within `limit` (and the wait that it asked for) with a
 * DatabaseUnavailableError when the database does not answer; a query that still runs then is
 * cancelled in PostgreSQL, too.
 */
export function createRowConnection(
  driver: Driver,
  { url, limit, onProblem }: RowConnectionOptions,
): RowConnection {
  let client = driver.openClient(url, limit);
  let isUp = true;
  let isClosed = false;

  const calls = createPendingCalls(limit, {
    onOverdue: (call) => call.reject(new DatabaseUnavailableError()),
    onHeadOverdue: ({ query }) => query && client.cancel(query),
    onStuck: () => recover(client, new Error("the database does not answer")),
  });

  const run = <T>(query: SentQuery<T>, wait = 0, dispatch?: Dispatch): Promise<T | undefined> => {
    const usedClient = client;
    const extra = dispatch === undefined ? wait : wait - dispatch.waitedMs;
    return new Promise((resolve, reject) => {
      const call = calls.add(reject, extra, query, dispatch?.onEnd);
      query.then(
        (rows) => {
          calls.settle(call);
          resolve(rows[0]);
        },
        (error) => {
          reject(translate(error));
          // First, so that nobody sends the next query here when this one's end is heard of.
          if (isBroken(error)) recover(usedClient, error);
          calls.settle(call);
        },
      );
    });
  };

  const upClient = (dispatch?: Dispatch): RowClient => {
    if (isUp) return client;
    dispatch?.onEnd();
    throw new DatabaseUnavailableError();
  };

  const recover = (failed: RowClient, reason: unknown): void => {
    if (failed !== client || !isUp || isClosed) return;
    isUp = false;
    onProblem(reason);
    calls.rejectAll(new DatabaseUnavailableError());
    void reconnect();
  };

  const reconnect = async (): Promise<void> => {
    while (!isUp && !isClosed) {
      // A client that broke while it was writing keeps the unsent bytes and hangs (postgres.js
      // 3.4.9, `closed` in connection.js): it is never used again.
      void client.end(0);
      client = driver.openClient(url, limit);
      const problem = await problemOf(client, limit);
      isUp = problem === undefined;
      if (problem === undefined) return;
      onProblem(problem);
      await delay(retryMs, undefined, { ref: false });
    }
    if (isClosed) void client.end(0);
  };

  const isBroken = (error: unknown): boolean => {
    const state = driver.sqlStateOf(error);
    return state === undefined || (isUnavailableState(state) && state !== queryCanceled);
  };

  const translate = (cause: unknown): Error => {
    const state = driver.sqlStateOf(cause);
    if (state === undefined || isUnavailableState(state))
      return new DatabaseUnavailableError({ cause });
    return new RowQueryError("the database refused the query", { cause });
  };

  // The connection opens now, not with the first request.
  const opened = client;
  opened.ping().then(
    () => {},
    (error) => recover(opened, error),
  );

  return {
    get isUp() {
      return isUp && !isClosed;
    },
    async row(id, dispatch) {
      const row = await run(upClient(dispatch).row(id), 0, dispatch);
      return row ?? missing(id);
    },
    async rowAfter(id, wait, dispatch) {
      const row = await run(upClient(dispatch).rowAfter(id, wait), wait, dispatch);
      return row ?? missing(id);
    },
    async ping() {
      await run(upClient().ping());
    },
    async close() {
      isClosed = true;
      // Bounded: each call ends by its limit.
      while (calls.size > 0) await delay(5);
      calls.stop();
      await client.end(isUp ? 1 : 0);
    },
  };
}

async function problemOf(client: RowClient, limit: Milliseconds): Promise<unknown> {
  const silence = delay(limit, new Error("the database does not answer"), { ref: false });
  const answer = client.ping().then(
    () => undefined,
    (error: unknown) => error,
  );
  return Promise.race([answer, silence]);
}

function missing(id: number): never {
  throw new RowQueryError(`row ${id} is missing`);
}
