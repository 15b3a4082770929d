import { after } from "node:test";
import { type Cache, openCache } from "./open-cache.ts";
import { findRedisProgram, redisMissing } from "./redis-program.ts";

/** For tests: why those that need a Redis are skipped, or false. */
export const skip: string | false = findRedisProgram(process.env) ? false : redisMissing;

/** For tests: a Redis of their own with so many rows, ended after the last test. */
export async function openTestCache(rows: number): Promise<Cache> {
  const cache = await openCache({ rows });
  if (cache.kind === "unavailable") throw new Error(cache.reason);
  after(() => cache.close());
  return cache;
}
