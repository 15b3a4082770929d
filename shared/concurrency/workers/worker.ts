import cluster from "node:cluster";
import { Server as HttpServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { openRowCache } from "../../cache/open-row-cache.ts";
import {
  type ListenAddress,
  messageOf,
  RowbenchError,
  type RowStore,
  type Server,
  type ServerModule,
} from "../../contract/index.ts";
import type { StoreKind } from "../../database/index.ts";
import { openRowStore } from "../../database/open-row-store.ts";
import { limitConnections } from "./connection-limit.ts";
import { serverOfNode } from "./node-server.ts";
import type { LaunchOptions } from "./running-server.ts";

/** What one worker is started with: in this thread, in another one or in a process of its own. */
export type WorkerOptions = Omit<LaunchOptions, "workers"> & {
  readonly store: StoreKind;
  readonly reusePort: boolean;
};

/** How long answers in flight may take once a server closes, in ms. */
export const drainLimitMs = 10_000;

/** A server that listens in this thread, with its own connections to PostgreSQL and Redis. */
export interface LocalWorker {
  readonly port: number;
  stopListening(): Promise<void>;
  /** Lets answers in flight finish, for ten seconds at most, then closes what they need. */
  close(): Promise<void>;
}

/** Loads the server, connects it to the database and to Redis and lets it listen. */
export async function startWorker(options: WorkerOptions): Promise<LocalWorker> {
  const { createServer }: ServerModule = await import(pathToFileURL(options.entry).href);
  const store = await openRowStore({ ...options, url: options.databaseUrl, isAbandoned: isOrphan });
  const sources: Source[] = [store];
  try {
    await reach(store);
    const cache = await openRowCache(options.cache);
    sources.push(cache);
    const created = await createServer(store, cache);
    const server = created instanceof HttpServer ? serverOfNode(created) : created;
    if (cluster.isWorker && created instanceof HttpServer)
      limitConnections(created, options.pool.connections);
    const port = await listen(server, options);
    return { port, stopListening: server.stopListening, close: () => close(server, sources) };
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}

/** Where a handler's answers come from. */
type Source = Pick<RowStore, "close">;

const { ppid: launcherPid } = process;

/** The launcher is gone: a process that waits in libpq hears of it in no other way. */
function isOrphan(): boolean {
  return process.ppid !== launcherPid;
}

async function reach(store: RowStore): Promise<void> {
  try {
    await store.ping();
  } catch (cause) {
    throw new RowbenchError("DATABASE_UNREACHABLE", messageOf(cause), { cause });
  }
}

async function listen(server: Server, { host, port, reusePort }: ListenAddress): Promise<number> {
  try {
    return await server.listen({ host, port, reusePort });
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
    const message = `cannot listen on ${host}:${port}: ${messageOf(cause)}`;
    throw new RowbenchError(taken ? "PORT_TAKEN" : "SERVER_START_FAILED", message, { cause });
  }
}

/** The server first: answers in flight still need what they come from. */
async function close(server: Server, sources: readonly Source[]): Promise<void> {
  try {
    await Promise.race([server.drain(), delay(drainLimitMs, undefined, { ref: false })]);
  } finally {
    await closeAll(sources);
  }
}

async function closeAll(sources: readonly Source[]): Promise<void> {
  await Promise.all(sources.map((source) => source.close()));
}
