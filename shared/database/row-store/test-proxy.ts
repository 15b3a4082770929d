import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { findFreePort } from "../../processes/index.ts";

/** For tests: stands before a database and can take it away, by refusing or by swallowing. */
export interface Proxy {
  readonly url: string;
  /** How many are open to the database. */
  connections(): number;
  cut(): Promise<void>;
  restore(): Promise<void>;
  silence(isSilent: boolean): void;
}

export async function startProxy(url: string): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  let isSilent = false;
  let server: Server;
  const accept = (client: Socket): void => {
    const upstream = createConnection(Number(target.port), target.hostname);
    client
      .on("data", (data) => isSilent || upstream.write(data))
      .on("close", () => upstream.destroy());
    upstream
      .on("data", (data) => isSilent || client.write(data))
      .on("close", () => client.destroy());
    for (const socket of [client, upstream]) {
      sockets.add(socket.on("error", () => {}).on("close", () => sockets.delete(socket)));
    }
    upstreams.add(upstream.on("close", () => upstreams.delete(upstream)));
  };
  // Not one that another listener or connection may get while this one is cut.
  const port = await findFreePort();
  const start = async (): Promise<void> => {
    server = createServer(accept).listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await start();
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    connections: () => upstreams.size,
    async cut() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
    restore: start,
    silence: (silent) => {
      isSilent = silent;
    },
  };
}
