import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { RowStore } from "@rowbench/shared/contract";
import { createApp } from "./app.ts";

export function createServer(rows: RowStore): Server {
  const { fetch } = createApp(rows);
  return createAdaptorServer({ fetch }) as Server;
}
