import { createApp } from "@rowbench/hono/app";
import type { RowStore, Server } from "@rowbench/shared/contract";

type Fetch = (request: Request) => Response | Promise<Response>;

/** What is used here of Bun: its own types would replace those of Node.js in the whole repository. */
declare const Bun: {
  serve(options: {
    readonly fetch: Fetch;
    readonly hostname: string;
    readonly port: number;
    readonly reusePort: boolean;
  }): BunServer;
};

interface BunServer {
  readonly port: number;
  /** Stops accepting; resolves once every answer in flight is sent. */
  stop(): Promise<void>;
}

export function createServer(rows: RowStore): Server {
  const app = createApp(rows);
  let isClosing = false;
  let server: BunServer | undefined;
  let stopped: Promise<void> | undefined;

  const fetch: Fetch = async (request) => {
    const response = await app.fetch(request);
    if (isClosing) response.headers.set("Connection", "close");
    return response;
  };
  return {
    listen: async ({ host: hostname, port, reusePort }) => {
      server = Bun.serve({ fetch, hostname, port, reusePort });
      return server.port;
    },
    stopListening: async () => {
      isClosing = true;
      stopped = server?.stop();
    },
    drain: async () => stopped,
  };
}
