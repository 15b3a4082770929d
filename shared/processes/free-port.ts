import { once } from "node:events";
import { createServer } from "node:net";

/** A port of an address of this machine that nobody listens on now; somebody may a moment later. */
export async function findFreePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
