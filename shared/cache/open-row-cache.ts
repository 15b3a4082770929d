import { messageOf, RowbenchError, type RowCache } from "../contract/index.ts";
import { noCache } from "./no-cache.ts";
import type { RedisClientName } from "./redis-client.ts";
import { addressOf, parseRedisUrl } from "./redis-url.ts";

/** Which Redis a worker asks, and how. It travels to other processes as JSON. */
export interface RowCacheSettings {
  /** With the password. */
  readonly url: string;
  /** Rows in Redis: ids are drawn from 1 to this number. */
  readonly rows: number;
  readonly client: RedisClientName;
}

/**
 * Opens a worker's row cache; without settings one that rejects all calls. Loads the one client
 * that is asked for. Throws CACHE_UNREACHABLE.
 */
export async function openRowCache(settings: RowCacheSettings | undefined): Promise<RowCache> {
  if (settings === undefined) return noCache;
  const { createRowCache } = await import("./row-cache.ts");
  const { loadRedisDriver } = await import("./redis-clients.ts");
  const cache = createRowCache({ ...settings, driver: await loadRedisDriver(settings.client) });
  try {
    await cache.opened;
    return cache;
  } catch (cause) {
    await cache.close();
    throw cacheUnreachable(settings.url, messageOf(cause));
  }
}

/** The error for a Redis that does not answer at its URL, for a reason without the password. */
export function cacheUnreachable(url: string, reason: string): RowbenchError {
  return new RowbenchError(
    "CACHE_UNREACHABLE",
    `Redis at \`${addressOf(parseRedisUrl(url))}\` cannot be used: ${reason}. ` +
      "Check REDIS_URL, or unset it to do without /cache",
  );
}
