import { createApp } from "@rowbench/hono/app";
import { type Fetch, serveWith, type WebServer } from "@rowbench/hono/web-server";
import type { RowCache, RowStore, Server } from "@rowbench/shared/contract";

/** What is used here of Bun: its own types would replace those of Node.js in the whole repository. */
declare const Bun: {
  serve(options: {
    readonly fetch: Fetch;
    readonly hostname: string;
    readonly port: number;
    readonly reusePort: boolean;
  }): WebServer;
};

export function createServer(rows: RowStore, cache: RowCache): Server {
  return serveWith(createApp(rows, cache), (fetch, { host: hostname, port, reusePort }) =>
    Bun.serve({ fetch, hostname, port, reusePort }),
  );
}
