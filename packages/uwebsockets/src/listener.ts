import {
  LIBUS_LISTEN_EXCLUSIVE_PORT,
  type TemplatedApp,
  us_listen_socket_close,
  us_socket_local_port,
} from "uWebSockets.js";
import type { ListenAddress, Server } from "@rowbench/shared/contract";
import type { InFlight } from "./app.ts";

type ListenSocket = Parameters<typeof us_listen_socket_close>[0];

const drainCheckMs = 5;
/** A connection that brings no request for so long after the stop is taken for unused. */
const idleGraceMs = 500;

/** Gives an app the calls that a launcher needs. */
export function serverOf(app: TemplatedApp, inFlight: InFlight): Server {
  let listenSocket: ListenSocket | undefined;
  let connections = 0;
  // biome-ignore lint/suspicious/useIterableCallbackReturn: this filter is not an array's
  app.filter((_response, change) => {
    connections += Number(change);
  });
  return {
    listen: async (address) => {
      listenSocket = await listen(app, address);
      return us_socket_local_port(listenSocket);
    },
    stopListening: async () => {
      if (listenSocket !== undefined) us_listen_socket_close(listenSocket);
      listenSocket = undefined;
    },
    drain: async () => {
      inFlight.closing = true;
      inFlight.lastRequestMs = performance.now();
      const isBusy = () =>
        inFlight.count > 0 || performance.now() - inFlight.lastRequestMs < idleGraceMs;
      while (connections > 0 && isBusy()) {
        await new Promise((resolve) => setTimeout(resolve, drainCheckMs));
      }
      app.close();
    },
  };
}

/** By default uWebSockets.js shares a port with whoever listens there, without an error. */
function listen(
  app: TemplatedApp,
  { host, port, reusePort }: ListenAddress,
): Promise<ListenSocket> {
  const options = reusePort ? 0 : LIBUS_LISTEN_EXCLUSIVE_PORT;
  return new Promise((resolve, reject) => {
    app.listen(host, port, options, (socket) => {
      if (socket) resolve(socket);
      else reject(Object.assign(new Error(`port ${port} is in use`), { code: "EADDRINUSE" }));
    });
  });
}
