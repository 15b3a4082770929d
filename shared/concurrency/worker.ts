import { Server as HttpServer } from "node:http";
import { pathToFileURL } from "node:url";
import {
  type ListenAddress,
  messageOf,
  RowbenchError,
  type RowStore,
  type Server,
  type ServerModule,
} from "../contract/index.ts";
import { createRowStore } from "../database/index.ts";
import { serverOfNode } from "./node-server.ts";
import type { LaunchOptions } from "./types.ts";

/** How long answers in flight may take once a server closes, in ms. */
const drainLimitMs = 10_000;

/** A server that listens in this thread, with its own connections to PostgreSQL. */
export interface LocalWorker {
  readonly port: number;
  close(): Promise<void>;
}

/** Loads the server, connects it to the database and lets it listen. */
export async function startWorker(options: LaunchOptions): Promise<LocalWorker> {
  const { entry, host, port, databaseUrl: url, rows, connectionsPerWorker: connections } = options;
  const { createServer }: ServerModule = await import(pathToFileURL(entry).href);
  const store = createRowStore({ url, rows, connections });
  try {
    await reach(store);
    const created = await createServer(store);
    const server = created instanceof HttpServer ? serverOfNode(created) : created;
    const listeningPort = await listen(server, { host, port });
    return { port: listeningPort, close: () => closeInOrder(server, store) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function reach(store: RowStore): Promise<void> {
  try {
    await store.ping();
  } catch (cause) {
    throw new RowbenchError("DATABASE_UNREACHABLE", messageOf(cause), { cause });
  }
}

async function listen(server: Server, address: ListenAddress): Promise<number> {
  try {
    return await server.listen(address);
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
    const message = `cannot listen on ${address.host}:${address.port}: ${messageOf(cause)}`;
    throw new RowbenchError(taken ? "PORT_TAKEN" : "SERVER_START_FAILED", message, { cause });
  }
}

/** The server first: answers in flight still need the database. */
async function closeInOrder(server: Server, store: RowStore): Promise<void> {
  try {
    await Promise.race([server.close(), afterDrainLimit()]);
  } finally {
    await store.close();
  }
}

function afterDrainLimit(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, drainLimitMs).unref());
}
