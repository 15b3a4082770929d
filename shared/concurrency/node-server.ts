import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "../contract/index.ts";

/** How often connections that have become idle are looked for while closing. */
const idleCheckMs = 20;

/** Gives a `node:http` server, whatever framework made it, the two calls of a launcher. */
export function serverOfNode(server: HttpServer): Server {
  return {
    listen: async ({ host, port }) => {
      server.listen({ host, port });
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    },
    close: () => closeGracefully(server),
  };
}

/**
 * `server.close()` alone waits for clients that keep their connection open. Requests that still
 * arrive are answered with `Connection: close`, and connections that fall idle are closed.
 */
async function closeGracefully(server: HttpServer): Promise<void> {
  server.prependListener("request", (_request, response) => {
    response.setHeader("Connection", "close");
  });
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const timer = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  await closed;
  clearInterval(timer);
}
