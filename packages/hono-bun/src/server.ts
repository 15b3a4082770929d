import { createApp } from "@rowbench/hono/app";
import { serveWith } from "@rowbench/hono/web-server";
import type { RowCache, RowStore, Server } from "@rowbench/shared/contract";
import { serve } from "bun";

export function createServer(rows: RowStore, cache: RowCache): Server {
  return serveWith(createApp(rows, cache), (fetch, { host: hostname, port, reusePort }) =>
    serve({ fetch, hostname, port, reusePort }),
  );
}
