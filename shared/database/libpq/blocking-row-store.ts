import { milliseconds, type RowStore } from "../../contract/index.ts";
import type { TableOptions } from "../row-store/row-store.ts";
import { createBlockingConnection } from "./blocking-connection.ts";
import { assertLibpqUrl } from "./connect.ts";

/** What `createBlockingRowStore` needs to know: it has one connection. */
export interface BlockingRowStoreOptions extends TableOptions {
  /** Asked twice a second while a call waits: true when nobody wants its answer any more. */
  readonly isAbandoned?: () => boolean;
}

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
  isAbandoned = () => false,
}: BlockingRowStoreOptions): RowStore {
  assertLibpqUrl(url);
  const connection = createBlockingConnection(url, queryTimeLimit, isAbandoned);
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
