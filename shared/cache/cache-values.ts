import { anotherSalt, type TableContent } from "../contract/index.ts";
import type { AdminRedis } from "./admin-redis.ts";
import { changeSalt } from "./cache-content.ts";

/** The values in Redis, which can be changed while servers read them. */
export interface CacheValues {
  /** Of the values that the rows hold now: see `expectedRandomNumber`. */
  readonly salt: number;
  /**
   * Gives every row another value and resolves to the new salt, once every `GET` that starts from
   * then on finds it; nobody who reads meanwhile misses a row. More than 100,000 rows stay as they
   * are, as those of the table do.
   */
  change(): Promise<number>;
}

const largestChangeable = 100_000;

export function createCacheValues(redis: AdminRedis, { rows, salt }: TableContent): CacheValues {
  let current = salt;
  return {
    get salt() {
      return current;
    },
    async change() {
      if (rows > largestChangeable) return current;
      const next = anotherSalt(current);
      await changeSalt(redis, { rows, salt: next });
      current = next;
      return current;
    },
  };
}
