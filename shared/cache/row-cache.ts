import type { Row, RowCache } from "../contract/index.ts";
import { createProblemLog } from "../database/calls/problem-log.ts";
import { createCacheConnection } from "./cache-connection.ts";
import { CacheRowError } from "./cache-errors.ts";
import { keyOf } from "./cache-keys.ts";
import type { RedisDriver } from "./redis-client.ts";
import { parseRedisUrl } from "./redis-url.ts";

/** What `createRowCache` needs to know. */
export interface RowCacheOptions {
  /** With the password. */
  readonly url: string;
  /** Rows in Redis: ids are drawn from 1 to this number. */
  readonly rows: number;
  readonly driver: RedisDriver;
  /** Hears why Redis cannot be reached; by default it is written to the standard error. */
  readonly onProblem?: (error: unknown) => void;
}

/** A row cache that connects by itself, at once and whenever Redis is back. */
export interface ConnectingRowCache extends RowCache {
  /** Resolves once Redis answers, rejects with the reason when the first attempt fails. */
  readonly opened: Promise<void>;
}

/**
 * The row cache of all models, over one connection. Calls reject with a CacheUnavailableError
 * (503), within a second or so, or a CacheRowError (500).
 */
export function createRowCache(options: RowCacheOptions): ConnectingRowCache {
  const { url, rows, driver, onProblem = createProblemLog("cache") } = options;
  const connection = createCacheConnection(driver, parseRedisUrl(url), onProblem);
  return {
    opened: connection.opened,
    async randomRow() {
      const id = Math.floor(Math.random() * rows) + 1;
      return rowOf(id, await connection.get(keyOf(id)));
    },
    close: () => connection.close(),
  };
}

function rowOf(id: number, value: string | null): Row {
  const randomNumber = Number(value || Number.NaN);
  if (!Number.isInteger(randomNumber)) throw new CacheRowError(`row ${id} is missing`);
  return { id, randomNumber };
}
