import type { Server } from "node:http";
import type { RowCache, RowStore } from "@rowbench/shared/contract";
import { createApp } from "./app.ts";

/** The app's own `node:http` server, which a launcher opens and closes. */
export async function createServer(rows: RowStore, cache: RowCache): Promise<Server> {
  const app = createApp(rows, cache);
  await app.ready();
  return app.server;
}
