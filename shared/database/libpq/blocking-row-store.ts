import { milliseconds, type RowStore } from "../../contract/index.ts";
import type { TableOptions } from "../row-store/row-store.ts";
import { createBlockingConnection } from "./blocking-connection.ts";
import { assertLibpqUrl } from "./connect.ts";

/**
 * The row store of the `blocking` model: one connection of libpq, and a process that does nothing
 * else while it waits for an answer. The promises are settled when they are returned. Calls reject
 * with a DatabaseUnavailableError (503) or a RowQueryError (500). Throws SERVER_UNAVAILABLE where
 * libpq cannot be loaded, USAGE for a URL that libpq cannot read.
 */
export function createBlockingRowStore({
  url,
  rows,
  queryTimeLimit = milliseconds(5000),
}: TableOptions): RowStore {
  assertLibpqUrl(url);
  const connection = createBlockingConnection(url, queryTimeLimit);
  const randomId = (): number => Math.floor(Math.random() * rows) + 1;
  return {
    async randomRow() {
      return connection.row(randomId());
    },
    async randomRowAfter(wait) {
      return connection.rowAfter(randomId(), wait);
    },
    async ping() {
      connection.ping();
    },
    async close() {
      connection.close();
    },
  };
}
