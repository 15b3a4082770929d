import { randomBytes } from "node:crypto";
import { RowbenchError } from "../contract/index.ts";
import { findFreePort } from "../processes/free-port.ts";
import { startTethered, type TetheredProcess } from "../processes/tethered-process.ts";

/** A Redis that this program has started. */
export interface RedisProcess {
  /** With the password. */
  readonly url: string;
  readonly pid: number;
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>;
}

const portAttempts = 5;
const startLimitMs = 10_000;

/**
 * Starts a Redis in memory on a free port of 127.0.0.1. It ends with this process at the latest,
 * however that ends, and does not keep it alive. Throws CACHE_START_FAILED with its last lines.
 */
export async function startRedis(program: string): Promise<RedisProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const password = randomBytes(16).toString("hex");
    const redis = startTethered({ program, words: ["-"], input: configOf(port, password) });
    if (await isReady(redis)) {
      redis.letGo();
      const { pid, stop } = redis;
      return { url: `redis://:${password}@127.0.0.1:${port}`, pid, stop };
    }
    await redis.stop();
    const ending = await redis.ended;
    // Another program may have taken the port between the search and the start.
    if (attempt < portAttempts && /Address already in use/i.test(ending)) continue;
    throw new RowbenchError("CACHE_START_FAILED", `\`${program}\` did not start, ${ending}`);
  }
}

function configOf(port: number, password: string): string {
  return [
    `port ${port}`,
    "bind 127.0.0.1",
    `requirepass ${password}`,
    'save ""',
    "appendonly no",
    "daemonize no",
  ].join("\n");
}

async function isReady({ process: child, ended }: TetheredProcess): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.stdout?.on("data", (data) => {
    if (String(data).includes("Ready to accept connections")) resolve(true);
  });
  void ended.then(() => resolve(false));
  const timer = setTimeout(resolve, startLimitMs, false);
  return promise.finally(() => clearTimeout(timer));
}
