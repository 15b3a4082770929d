import { createApp } from "@rowbench/hono/app";
import { type Fetch, serveWith } from "@rowbench/hono/web-server";
import type { RowCache, RowStore, Server } from "@rowbench/shared/contract";

/** What is used here of Deno: its own types would replace those of Node.js in the whole repository. */
declare const Deno: {
  serve(
    options: {
      readonly hostname: string;
      readonly port: number;
      readonly reusePort: boolean;
      readonly onListen: () => void;
    },
    fetch: Fetch,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
};

export function createServer(rows: RowStore, cache: RowCache): Server {
  return serveWith(createApp(rows, cache), (fetch, { host: hostname, port, reusePort }) => {
    const server = Deno.serve({ hostname, port, reusePort, onListen: () => {} }, fetch);
    return { port: server.addr.port, stop: () => server.shutdown() };
  });
}
