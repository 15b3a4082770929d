import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { showableError } from "./cache-errors.ts";
import { optionsOf } from "./ioredis-client.ts";
import { parseRedisUrl } from "./redis-url.ts";

/** One connection for the project's own commands, as opposed to the servers' `GET`s. */
export type AdminRedis = Redis;

const reachLimitMs = 5000;
const commandLimitMs = 10_000;
const retryMs = 100;

/**
 * Opens a connection that comes back by itself. Rejects within five seconds, with a reason that
 * has no password in it, when nobody answers. End it with `disconnect`.
 */
export async function openAdminRedis(url: string): Promise<AdminRedis> {
  const place = parseRedisUrl(url);
  const redis = new Redis({
    ...optionsOf(place),
    lazyConnect: true,
    retryStrategy: () => retryMs,
    commandTimeout: commandLimitMs,
  });
  let problem: unknown;
  redis.on("error", (error) => {
    problem = error;
  });
  try {
    const tooLate = delay(reachLimitMs, undefined, { ref: false }).then(() => {
      throw new Error(`no answer within ${reachLimitMs / 1000} s`);
    });
    await Promise.race([redis.connect(), tooLate]);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw showableError(problem ?? error, place.password);
  }
}
