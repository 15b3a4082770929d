import { findProgram } from "../processes/find-program.ts";

/** Why there is no embedded Redis on this machine, and what to do. */
export const redisMissing =
  "neither valkey-server nor redis-server is on PATH: set REDIS_URL=redis://host:6379, or install " +
  "one of them, for instance `apt-get install valkey-server` or `apt-get install redis-server`";

/** The path of a Redis that can be started; `undefined` where there is none, and on Windows. */
export function findRedisProgram(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return findProgram(["valkey-server", "redis-server"], environment);
}
