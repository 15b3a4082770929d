import { openAdminRedis } from "./admin-redis.ts";
import { type CacheStatistics, openCacheStatistics } from "./cache-statistics.ts";
import { type CacheValues, createCacheValues } from "./cache-values.ts";
import {
  type OpenRedis,
  openRedis,
  type RedisOptions,
  type UnavailableRedis,
} from "./open-redis.ts";

/** A Redis that holds the rows, with what a benchmark needs beside them. */
export interface Cache extends Omit<OpenRedis, "salt"> {
  readonly values: CacheValues;
  readonly statistics: CacheStatistics;
}

/**
 * Opens Redis as `openRedis` does, with two connections for the benchmark's own commands. Ends
 * with `close`, the embedded Redis with it.
 */
export async function openCache(options: RedisOptions): Promise<Cache | UnavailableRedis> {
  const opened = await openRedis(options);
  if (opened.kind === "unavailable") return opened;
  const { salt, ...redis } = opened;
  try {
    const admin = await openAdminRedis(redis.url);
    const values = createCacheValues(admin, { rows: redis.rows, salt });
    const statistics = await openCacheStatistics(redis.url);
    const close = async (): Promise<void> => {
      admin.disconnect();
      if (statistics.kind === "available") await statistics.close();
      await redis.close();
    };
    return { ...redis, values, statistics, close };
  } catch (error) {
    await redis.close();
    throw error;
  }
}
