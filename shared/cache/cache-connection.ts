import { setTimeout as delay } from "node:timers/promises";
import { milliseconds } from "../contract/index.ts";
import { PendingCall, PendingCalls } from "../database/calls/pending-calls.ts";
import { CacheUnavailableError, errorOfAnswer, showableError } from "./cache-errors.ts";
import type { RedisClient, RedisDriver } from "./redis-client.ts";
import type { RedisPlace } from "./redis-url.ts";

/** A connection to Redis that opens again by itself when it breaks. */
export interface CacheConnection {
  /** Resolves once Redis answers, rejects with the reason when the first attempt fails. */
  readonly opened: Promise<void>;
  /** One `GET`; null where there is no such key. */
  get(key: string): Promise<string | null>;
  /** Ends once the calls in flight have their answers (bounded in time). */
  close(): Promise<void>;
}

class CacheCall extends PendingCall {
  readonly reject: (error: Error) => void;

  constructor(reject: (error: Error) => void) {
    super();
    this.reject = reject;
  }
}

/** How long a call may take. A handler owes its answer, a 503, within two seconds. */
const callLimit = milliseconds(1000);
/** The first attempt may have to wait for a process that is still busy with its start. */
const firstAttemptMs = 5000;
const nextAttemptMs = 500;
const retryMs = 100;

/**
 * Opens one connection that pipelines its calls. A call rejects within a second when Redis does
 * not answer, and at once while it is known to be down: nothing is queued for later. `onProblem`
 * hears why, once for each attempt.
 */
export function createCacheConnection(
  driver: RedisDriver,
  place: RedisPlace,
  onProblem: (error: unknown) => void,
): CacheConnection {
  let client: RedisClient | undefined;
  let abandonAttempt = (): void => {};
  let isClosed = false;

  const calls = new PendingCalls<CacheCall>(callLimit, {
    onOverdue: (call) => call.reject(new CacheUnavailableError()),
    // Redis answers in order: nobody behind the overdue one will be answered before it.
    onHeadOverdue: () => client && lose(client, new Error("Redis does not answer")),
  });

  const lose = (lost: RedisClient, reason: unknown): void => {
    if (lost !== client) return;
    client = undefined;
    lost.end();
    const cause = showableError(reason, place.password);
    if (!isClosed) onProblem(cause);
    for (const call of calls.takeAll())
      call.reject(new CacheUnavailableError(undefined, { cause }));
    void reopen();
  };

  const reopen = async (): Promise<void> => {
    while (!isClosed) {
      const problem = await open(nextAttemptMs).catch((error: unknown) => error);
      if (problem === undefined || isClosed) return;
      onProblem(problem);
      await delay(retryMs, undefined, { ref: false });
    }
  };

  const open = async (limitMs: number): Promise<void> => {
    const opening = driver.openClient(place);
    try {
      await answered(opening, limitMs);
      if (isClosed) throw new Error("the connection was closed");
      client = opening;
      void opening.lost.then((reason) => lose(opening, reason));
    } catch (error) {
      opening.end();
      throw showableError(error, place.password);
    }
  };

  /** Watched like a call: a timer of its own would fire while the answer waits to be read. */
  const answered = ({ opened }: RedisClient, limitMs: number): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const tooLate = (): void => reject(new Error("Redis does not answer"));
    const call = new CacheCall(tooLate);
    calls.add(call, limitMs - callLimit);
    abandonAttempt = () => reject(new Error("the connection was closed"));
    opened.then(resolve, reject);
    return promise.finally(() => calls.settle(call));
  };

  const opened = open(firstAttemptMs);
  opened.catch(() => void reopen());

  return {
    opened,
    get(key) {
      const used = client;
      if (used === undefined || isClosed) return Promise.reject(new CacheUnavailableError());
      return new Promise((resolve, reject) => {
        const call = new CacheCall(reject);
        calls.add(call, 0);
        used.get(key).then(
          (value) => {
            calls.settle(call);
            resolve(value);
          },
          (error: unknown) => {
            calls.settle(call);
            const cause = showableError(error, place.password);
            if (driver.isAnswer(error)) return reject(errorOfAnswer(cause));
            reject(new CacheUnavailableError(undefined, { cause }));
            lose(used, new Error("the connection was lost"));
          },
        );
      });
    },
    async close() {
      isClosed = true;
      abandonAttempt();
      // Bounded: each call ends by its limit.
      while (calls.size > 0) await delay(5);
      calls.stop();
      client?.end();
      client = undefined;
    },
  };
}
