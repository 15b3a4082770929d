import type { OpenRedis } from "../cache/open-redis.ts";
import { addressOf, parseRedisUrl } from "../cache/redis-url.ts";
import { RowbenchError } from "../contract/index.ts";
import type { ServeOptions } from "./serve-options.ts";

/** The Redis of one server. */
export type ServerRedis = Pick<OpenRedis, "url" | "address" | "source" | "version" | "close">;

/**
 * Opens the Redis that the options name, with so many rows in it; `undefined` when they name none.
 * Where the caller vouches for the rows of the database it does so for those in Redis. Throws
 * CACHE_UNAVAILABLE, CACHE_START_FAILED, CACHE_UNREACHABLE or CACHE_REFUSED.
 */
export async function openServerRedis(
  { redis, trustedRows }: ServeOptions,
  rows: number,
  onProgress: (message: string) => void,
): Promise<ServerRedis | undefined> {
  if (redis.kind === "none") return undefined;
  if (redis.kind === "external" && trustedRows !== undefined) return trustedRedis(redis.url);
  // Not before: ioredis takes its time to load.
  const { openRedis } = await import("../cache/open-redis.ts");
  const redisUrl = redis.kind === "external" ? redis.url : undefined;
  const opened = await openRedis({ redisUrl, rows, onProgress });
  if (opened.kind === "available") return opened;
  throw new RowbenchError("CACHE_UNAVAILABLE", opened.reason);
}

function trustedRedis(url: string): ServerRedis {
  const close = async (): Promise<void> => {};
  return { url, address: addressOf(parseRedisUrl(url)), source: "external", version: "", close };
}
