import type { RowCache, RowStore, Server } from "@rowbench/shared/contract";
import { createApp, createInFlight } from "./app.ts";
import { serverOf } from "./listener.ts";

/** The app with the calls of a launcher: it has no `node:http` server. */
export function createServer(rows: RowStore, cache: RowCache): Server {
  const inFlight = createInFlight();
  return serverOf(createApp(rows, cache, inFlight), inFlight);
}
