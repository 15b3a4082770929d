import { createApp } from "@rowbench/hono/app";
import type { RowStore, Server } from "@rowbench/shared/contract";

type Fetch = (request: Request) => Response | Promise<Response>;

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
  ): DenoServer;
};

interface DenoServer {
  readonly addr: { readonly port: number };
  /** Stops accepting; resolves once every answer in flight is sent. */
  shutdown(): Promise<void>;
}

export function createServer(rows: RowStore): Server {
  const app = createApp(rows);
  let isClosing = false;
  let server: DenoServer | undefined;
  let stopped: Promise<void> | undefined;

  const fetch: Fetch = async (request) => {
    const response = await app.fetch(request);
    if (isClosing) response.headers.set("Connection", "close");
    return response;
  };
  return {
    listen: async ({ host: hostname, port, reusePort }) => {
      server = Deno.serve({ hostname, port, reusePort, onListen: () => {} }, fetch);
      return server.addr.port;
    },
    stopListening: async () => {
      isClosing = true;
      stopped = server?.shutdown();
    },
    drain: async () => stopped,
  };
}
