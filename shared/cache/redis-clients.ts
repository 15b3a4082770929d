import type { RedisClientName, RedisDriver } from "./redis-client.ts";

const loaders: Readonly<Record<RedisClientName, () => Promise<RedisDriver>>> = {
  ioredis: async () => (await import("./ioredis-client.ts")).ioredisDriver,
  redis: async () => (await import("./node-redis-client.ts")).nodeRedisDriver,
};

/** Loads a client with its npm package, and not that of the other. */
export function loadRedisDriver(name: RedisClientName): Promise<RedisDriver> {
  return loaders[name]();
}
