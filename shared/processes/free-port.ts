import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that systems give to whoever asks for any, listeners and outgoing connections
 * alike (Linux: from 32768, macOS and Windows: from 49152): nobody gets one of these by chance.
 */
const lowest = 20_000;
const highest = 32_767;
const attempts = 100;
/** Taken, or kept by Windows for itself. */
const refusals = new Set(["EADDRINUSE", "EACCES"]);

/** A port of an address of this machine that nobody listens on now. */
export async function findFreePort(host = "127.0.0.1"): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(lowest, highest + 1);
    if (await isFree(host, port)) return port;
  }
  throw new Error(`no free port from ${lowest} to ${highest} at ${host}`);
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    if (refusals.has((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
  const closed = once(server, "close");
  server.close();
  await closed;
  return true;
}
