import { ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import { milliseconds, RowbenchError } from "../contract/index.ts";
import { findFreePort } from "../processes/free-port.ts";
import { type SupervisedChild, superviseChild } from "../processes/index.ts";

/** A Redis that this program has started. */
export interface RedisProcess {
  /** With the password. */
  readonly url: string;
  readonly pid: number;
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>;
}

/*
 * Beside Redis, in its process group, waits a shell for the end of its standard input: a pipe that
 * the kernel closes however the program at the other end ends. Then it kills the group, whose
 * number nobody else can get as long as the shell is in it.
 */
const script = `
exec 3<&0
{ read -r line; kill -s KILL -- "-$$" || kill -s KILL "$$"; } <&3 >/dev/null 2>&1 &
exec "$0" - 3<&- <<CONFIG
$ROWBENCH_REDIS_CONFIG
CONFIG
`;

const portAttempts = 5;
const startLimitMs = 10_000;
const patience = milliseconds(2000);

/**
 * Starts a Redis in memory on a free port of 127.0.0.1. It ends with this process at the latest,
 * however that ends, and does not keep it alive. Throws CACHE_START_FAILED with its last lines.
 */
export async function startRedis(program: string): Promise<RedisProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const password = randomBytes(16).toString("hex");
    const redis = launch(program, configOf(port, password));
    if (await isReady(redis)) return describe(redis, `redis://:${password}@127.0.0.1:${port}`);
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

/** The password is in the environment, which only the same user can read, unlike the arguments. */
function launch(program: string, config: string): SupervisedChild {
  const child = spawn("/bin/sh", ["-c", script, program], {
    cwd: "/",
    detached: true,
    env: { PATH: process.env.PATH, ROWBENCH_REDIS_CONFIG: config },
    stdio: ["pipe", "pipe", "pipe"],
  });
  return superviseChild(child, { patience, leadsGroup: true });
}

async function isReady({ process: child, ended }: SupervisedChild): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.stdout?.on("data", (data) => {
    if (String(data).includes("Ready to accept connections")) resolve(true);
  });
  void ended.then(() => resolve(false));
  const timer = setTimeout(resolve, startLimitMs, false);
  return promise.finally(() => clearTimeout(timer));
}

function describe({ process: child, pid, stop }: SupervisedChild, url: string): RedisProcess {
  const handles = [child, child.stdin, child.stdout, child.stderr].filter(canBeReferenced);
  for (const handle of handles) handle.unref();
  return {
    url,
    pid,
    async stop() {
      // Whoever waits for its end must live to see it.
      for (const handle of handles) handle.ref();
      await stop();
    },
  };
}

/** The pipes are sockets, whose type does not say so. */
function canBeReferenced(handle: unknown): handle is ChildProcess | Socket {
  return handle instanceof ChildProcess || handle instanceof Socket;
}
