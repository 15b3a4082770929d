import type { Server as NetServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const turnMs = 5;
/** In so many turns of the event loop another connection would have come. */
const quietTurns = 4;
/** Clients that open one for each request never stop coming. */
const longestMs = 2000;

/**
 * Resolves once no connection has come for a while, after two seconds at the latest. Those that
 * somebody has accepted for this server, and that it has not taken yet, are reset when it stops
 * listening, with the requests that they bring: the kernel holds them for a loop that is busy, and the
 * primary of `node:cluster`, which hands a worker one at a time and waits for its word
 * (Node.js 22 to 26, `remove` in round_robin_handle.js), for a process that blocks.
 */
export async function lastConnections(server: NetServer): Promise<void> {
  let turns = 0;
  const begin = () => {
    turns = 0;
  };
  server.on("connection", begin);
  const endMs = performance.now() + longestMs;
  while (turns < quietTurns && performance.now() < endMs) {
    turns += 1;
    await delay(turnMs);
  }
  server.off("connection", begin);
}
