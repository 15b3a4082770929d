import { type Milliseconds, milliseconds, type RowStore } from "../../contract/index.ts";
import { createRowConnection, type RowConnection } from "./row-connection.ts";

/** What `createRowStore` needs to know. */
export interface RowStoreOptions {
  /** With the password. */
  readonly url: string;
  /** Rows in `world`: ids are drawn from 1 to this number. */
  readonly rows: number;
  /** Connections to open, at least 1. */
  readonly connections: number;
  /** How long a call may take, on top of the wait that it asks for: 5 s by default. */
  readonly queryTimeLimit?: Milliseconds;
}

/**
 * The row store over postgres.js: every connection is filled deep by pipelining, the calls go
 * round. All connections open at once; `ping` resolves when each of them answers. Calls reject
 * with a DatabaseUnavailableError (503) or a RowQueryError (500).
 */
export function createRowStore({
  url,
  rows,
  connections: count,
  queryTimeLimit = milliseconds(5000),
}: RowStoreOptions): RowStore {
  const connections = Array.from({ length: count }, () => createRowConnection(url, queryTimeLimit));
  const nextConnection = createTurns(connections);
  const randomId = (): number => Math.floor(Math.random() * rows) + 1;
  return {
    randomRow: () => nextConnection().row(randomId()),
    randomRowAfter: (wait) => nextConnection().rowAfter(randomId(), wait),
    async ping() {
      await Promise.all(connections.map((connection) => connection.ping()));
    },
    async close() {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

/** Each in its turn, without those that are down while another one is up. */
function createTurns(connections: readonly RowConnection[]): () => RowConnection {
  let turn = 0;
  return () => {
    for (let skipped = 0; ; skipped++) {
      turn = (turn + 1) % connections.length;
      const connection = connections[turn];
      if (connection === undefined) throw new RangeError("a row store needs a connection");
      if (connection.isUp || skipped === connections.length) return connection;
    }
  };
}
