import { createServer as createHttpServer, type Server } from "node:http";
import type { RowCache, RowStore } from "@rowbench/shared/contract";
import { createApp } from "./app.ts";

/** The app as the `node:http` server that a launcher opens and closes. */
export function createServer(rows: RowStore, cache: RowCache): Server {
  return createHttpServer(createApp(rows, cache));
}
