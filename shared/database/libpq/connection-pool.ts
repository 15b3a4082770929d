import { setTimeout as delay } from "node:timers/promises";
import type { Milliseconds } from "../../contract/index.ts";
import { PendingCall, PendingCalls } from "../calls/pending-calls.ts";
import { DatabaseUnavailableError } from "../calls/row-errors.ts";
import type { PooledCall, PooledConnection } from "./pooled-connection.ts";

/** Connections that share out calls in the order in which these come. */
export interface ConnectionPool {
  run<T>(call: PooledCall<T>): Promise<T>;
  /** Ends the connections once every call has its answer. */
  close(): Promise<void>;
}

class Task extends PendingCall {
  readonly start: (connection: PooledConnection) => Promise<void>;
  readonly reject: (error: Error) => void;
  /** Where it runs; `undefined` while it waits for its turn. */
  connection: PooledConnection | undefined = undefined;

  constructor(start: Task["start"], reject: Task["reject"]) {
    super();
    this.start = start;
    this.reject = reject;
  }
}

/**
 * Gives each call to a free connection, or lets it wait for one. A call rejects with a
 * DatabaseUnavailableError when it has no answer within `limit` (and the wait that it asked for),
 * time in the queue included, and at once while no connection can be made.
 */
export function createConnectionPool(
  connections: readonly PooledConnection[],
  limit: Milliseconds,
): ConnectionPool {
  const calls = new PendingCalls<Task>(limit, { onOverdue: (task) => giveUp(task) });
  const free = [...connections];
  const queue: Task[] = [];
  let closing: Promise<void> | undefined;

  const dispatch = (): void => {
    while (queue.length > 0) {
      const connection = takeUsable();
      if (connection === undefined) break;
      void serve(queue.shift(), connection);
    }
    if (free.length < connections.length) return;
    for (const task of queue.splice(0)) {
      calls.settle(task);
      task.reject(new DatabaseUnavailableError());
    }
  };

  const takeUsable = (): PooledConnection | undefined => {
    const index = free.findLastIndex(({ isUsable }) => isUsable);
    return index === -1 ? undefined : free.splice(index, 1)[0];
  };

  const serve = async (task: Task | undefined, connection: PooledConnection): Promise<void> => {
    if (task === undefined) return;
    task.connection = connection;
    await task.start(connection);
    calls.settle(task);
    // A connection that is down waits at the end: the others may be up.
    if (connection.isUp) free.push(connection);
    else free.unshift(connection);
    dispatch();
  };

  const giveUp = (task: Task): void => {
    task.reject(new DatabaseUnavailableError());
    task.connection?.interrupt();
    const index = queue.indexOf(task);
    if (index !== -1) queue.splice(index, 1);
  };

  const end = async (): Promise<void> => {
    // Bounded: each call ends by its limit.
    while (queue.length > 0 || free.length < connections.length) await delay(5);
    calls.stop();
    for (const connection of connections) connection.close();
  };

  return {
    run(call) {
      return new Promise((resolve, reject) => {
        if (closing !== undefined) return reject(new DatabaseUnavailableError());
        const start = (connection: PooledConnection) => connection.run(call).then(resolve, reject);
        const task = new Task(start, reject);
        calls.add(task, call.wait);
        queue.push(task);
        dispatch();
      });
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}
