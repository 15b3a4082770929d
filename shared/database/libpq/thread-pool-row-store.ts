import { milliseconds, RowbenchError, type RowStore } from "../../contract/index.ts";
import type { TableOptions } from "../row-store/row-store.ts";
import { assertLibpqUrl } from "./connect.ts";
import { createConnectionPool } from "./connection-pool.ts";
import { loadLibpq } from "./library.ts";
import { createPooledConnection, type PooledCall } from "./pooled-connection.ts";
import { clearResult, takeRow } from "./result.ts";
import { libpqStatements } from "./statements.ts";

/** What `createThreadPoolRowStore` needs to know. */
export interface ThreadPoolRowStoreOptions extends TableOptions {
  /** Connections, and threads that wait for them; at least 1. */
  readonly connections: number;
}

/** How many threads libuv makes when the environment does not say. */
const defaultThreads = 4;
const noWait = milliseconds(0);

/**
 * The row store of the `thread-pool` model: every connection of libpq holds up one of libuv's
 * threads while it waits for an answer; calls beyond the connections queue. Calls reject with a
 * DatabaseUnavailableError (503) or a RowQueryError (500). Throws USAGE when libuv has fewer
 * threads than that or libpq cannot read the URL, SERVER_UNAVAILABLE where libpq cannot be loaded.
 */
export function createThreadPoolRowStore({
  url,
  rows,
  connections: count,
  queryTimeLimit = milliseconds(5000),
}: ThreadPoolRowStoreOptions): RowStore {
  assertThreads(count);
  assertLibpqUrl(url);
  const { libpq } = loadLibpq();
  const connections = Array.from({ length: count }, () =>
    createPooledConnection(url, queryTimeLimit),
  );
  const pool = createConnectionPool(connections, queryTimeLimit);
  const randomId = (): number => Math.floor(Math.random() * rows) + 1;

  const runRow = (
    call: Pick<PooledCall<unknown>, "statement" | "wait">,
  ): ReturnType<RowStore["randomRow"]> => {
    const id = randomId();
    return pool.run({
      ...call,
      id,
      take: (connection, result) => takeRow(libpq, connection, result, id),
    });
  };

  const ping: PooledCall<void> = {
    statement: libpqStatements.ping,
    id: 0,
    wait: noWait,
    take: (connection, result) => clearResult(libpq, connection, result),
  };

  return {
    randomRow: () => runRow({ statement: libpqStatements.row, wait: noWait }),
    randomRowAfter: (wait) => runRow({ statement: libpqStatements.rowAfter, wait }),
    async ping() {
      // As many at once as there are connections, so that the first ping opens them all.
      await Promise.all(connections.map(() => pool.run(ping)));
    },
    close: () => pool.close(),
  };
}

function assertThreads(connections: number): void {
  const setting = process.env.UV_THREADPOOL_SIZE;
  const threads = Number(setting ?? defaultThreads);
  if (threads >= connections) return;
  throw new RowbenchError(
    "USAGE",
    `\`${connections}\` blocking connections need as many threads, but UV_THREADPOOL_SIZE is ` +
      `\`${setting ?? `unset, which means ${defaultThreads}`}\`: set it to at least ` +
      `\`${connections}\` in the environment that Node.js is started with`,
  );
}
