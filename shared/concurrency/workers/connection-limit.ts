import { readdirSync, readFileSync } from "node:fs";
import type { Server as HttpServer } from "node:http";

/** For what else opens a file or a socket meanwhile. */
const spareDescriptors = 16;

/**
 * Closes connections for which a worker of `node:cluster` would have no descriptor left; `reserved`
 * are for its database. The primary hands over one connection at a time and waits for the worker's
 * word: where the descriptor gets lost for want of a free one, no word comes, and the primary never
 * hands that worker anything again (Node.js 22.23, `handoff` in round_robin_handle.js). Only Linux
 * tells how many there are.
 */
export function limitConnections(server: HttpServer, reserved: number): void {
  const free = countFreeDescriptors();
  if (free === undefined) return;
  const limit = Math.max(1, free - reserved - spareDescriptors);
  let open = 0;
  server.prependListener("connection", (socket) => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
    });
    if (open > limit) socket.destroy();
  });
}

function countFreeDescriptors(): number | undefined {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
    return limit - readdirSync("/proc/self/fd").length;
  } catch {
    return undefined;
  }
}
