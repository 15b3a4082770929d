import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Server } from "../../contract/index.ts";
import { lastConnections } from "./last-connections.ts";

/** How often a closing server looks for connections that have ended. */
const checkMs = 10;
/** A connection that brings no request for so long after the stop is taken for unused. */
const idleGraceMs = 500;

/** Gives a `node:http` server, whatever framework made it, the calls of a launcher. */
export function serverOfNode(server: HttpServer): Server {
  return {
    listen: async ({ host, port, reusePort }) => {
      server.listen({ host, port, reusePort });
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    },
    // `http.Server.close` would also cut connections that are idle, at the very moment perhaps
    // at which a request is on its way to them; `net.Server.close` only stops accepting.
    stopListening: async () => {
      await lastConnections(server);
      stopAccepting(server);
    },
    drain: () => drain(server),
  };
}

function stopAccepting(server: HttpServer): void {
  // An `http.Server` of Bun is no `net.Server`.
  if (server instanceof NetServer) NetServer.prototype.close.call(server);
  else (server as HttpServer).close();
}

/** Requests that still arrive are answered with `Connection: close`. */
async function drain(server: HttpServer): Promise<void> {
  const countConnections = promisify(server.getConnections.bind(server));
  let lastRequestMs = performance.now();
  server.prependListener("request", (_request, response) => {
    lastRequestMs = performance.now();
    response.setHeader("Connection", "close");
  });
  while ((await countConnections()) > 0) {
    if (performance.now() - lastRequestMs > idleGraceMs) server.closeIdleConnections();
    await delay(checkMs);
  }
}
