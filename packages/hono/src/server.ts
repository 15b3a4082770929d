import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { RowCache, RowStore } from "@rowbench/shared/contract";
import { createApp } from "./app.ts";

export function createServer(rows: RowStore, cache: RowCache): Server {
  const { fetch } = createApp(rows, cache);
  return createAdaptorServer({ fetch }) as Server;
}
