import { equal } from "node:assert/strict";
import { Server } from "node:net";
import { test } from "node:test";
import { lastConnections } from "./last-connections.ts";

/** So many connections, one in each turn of the loop, and so oftener than anybody looks. */
function connectionsTo(server: Server, count: number): { readonly left: number; stop(): void } {
  let left = count;
  const timer = setInterval(() => {
    server.emit("connection");
    left -= 1;
    if (left === 0) clearInterval(timer);
  }, 1);
  return {
    get left() {
      return left;
    },
    stop: () => clearInterval(timer),
  };
}

test("it waits for those that come one after the other, and hears of none afterwards", async () => {
  const server = new Server();
  const connections = connectionsTo(server, 30);
  await lastConnections(server);
  equal(connections.left, 0);
  equal(server.listenerCount("connection"), 0);
});

test("it does not wait for ever for clients that never stop coming", async () => {
  const server = new Server();
  const connections = connectionsTo(server, Number.POSITIVE_INFINITY);
  await lastConnections(server);
  connections.stop();
});
