import {
  LIBUS_LISTEN_EXCLUSIVE_PORT,
  type TemplatedApp,
  us_listen_socket_close,
  us_socket_local_port,
} from "uWebSockets.js";
import type { ListenAddress, Server } from "@rowbench/shared/contract";
import type { InFlight } from "./exchange.ts";

type ListenSocket = Parameters<typeof us_listen_socket_close>[0];

const drainCheckMs = 5;

/** Gives an app the two calls that a launcher needs. */
export function serverOf(app: TemplatedApp, inFlight: InFlight): Server {
  let listenSocket: ListenSocket | undefined;
  return {
    listen: async (address) => {
      listenSocket = await listen(app, address);
      return us_socket_local_port(listenSocket);
    },
    close: async () => {
      inFlight.closing = true;
      if (listenSocket !== undefined) us_listen_socket_close(listenSocket);
      while (inFlight.count > 0) await new Promise((resolve) => setTimeout(resolve, drainCheckMs));
      app.close();
    },
  };
}

/** Without `LIBUS_LISTEN_EXCLUSIVE_PORT` a port that is in use would be shared silently. */
function listen(app: TemplatedApp, { host, port }: ListenAddress): Promise<ListenSocket> {
  return new Promise((resolve, reject) => {
    app.listen(host, port, LIBUS_LISTEN_EXCLUSIVE_PORT, (socket) => {
      if (socket) resolve(socket);
      else reject(Object.assign(new Error(`port ${port} is in use`), { code: "EADDRINUSE" }));
    });
  });
}
