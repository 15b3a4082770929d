import type { ListenAddress, Server } from "@rowbench/shared/contract";
import type { Hono } from "hono";

export type Fetch = (request: Request) => Promise<Response>;

/** A server that a runtime brings along. */
export interface WebServer {
  readonly port: number;
  /** Stops accepting; resolves once every answer in flight is sent. */
  stop(): Promise<void>;
}

/** An app on what a runtime has of its own to serve `fetch`; answers after the stop end their connections. */
export function serveWith(
  app: Hono,
  serve: (fetch: Fetch, address: ListenAddress) => WebServer,
): Server {
  let isClosing = false;
  let server: WebServer | undefined;
  let stopped: Promise<void> | undefined;

  const fetch: Fetch = async (request) => {
    const response = await app.fetch(request);
    if (isClosing) response.headers.set("Connection", "close");
    return response;
  };
  return {
    listen: async (address) => {
      server = serve(fetch, address);
      return server.port;
    },
    stopListening: async () => {
      isClosing = true;
      stopped = server?.stop();
    },
    drain: async () => stopped,
  };
}
