export { CacheRowError, CacheUnavailableError } from "./cache-errors.ts";
export { type CacheStatistics, openCacheStatistics } from "./cache-statistics.ts";
export type { CacheValues } from "./cache-values.ts";
export { type Cache, openCache } from "./open-cache.ts";
export type { RedisOptions, UnavailableRedis } from "./open-redis.ts";
export { type RedisClientName, redisClientNames } from "./redis-client.ts";
export { redisUrlFrom } from "./redis-url.ts";
