import { createApp } from "@rowbench/hono/app";
import { serveWith } from "@rowbench/hono/web-server";
import type { RowCache, RowStore, Server } from "@rowbench/shared/contract";

export function createServer(rows: RowStore, cache: RowCache): Server {
  return serveWith(createApp(rows, cache), (fetch, { host: hostname, port, reusePort }) => {
    const server = Deno.serve({ hostname, port, reusePort, onListen: () => {} }, fetch);
    return { port: server.addr.port, stop: () => server.shutdown() };
  });
}
