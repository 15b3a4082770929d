import { createClient, ErrorReply } from "redis";
import type { RedisDriver } from "./redis-client.ts";

/** node-redis. It writes the calls of one turn of the event loop together. */
export const nodeRedisDriver: RedisDriver = {
  openClient({ host, port, username, password, database }) {
    const { promise: lost, resolve: lose } = Promise.withResolvers<unknown>();
    const client = createClient({
      // Who reconnects is `cache-connection.ts`: a call is never sent a second time.
      socket: { host, port, reconnectStrategy: false },
      ...(username !== "" && { username }),
      ...(password !== "" && { password }),
      database,
      disableOfflineQueue: true,
      // By default each call gets a timer of its own; `cache-connection.ts` has one for all.
      commandOptions: { timeout: 0 },
    });
    client.on("error", lose);
    let isEnded = false;
    // Ended while it connects, node-redis 6.3.1 goes on and leaves a connection open.
    client.on("connect", () => isEnded && client.destroy());
    const opened = client.connect().then(() => {});
    return {
      opened,
      lost,
      get: (key) => client.get(key),
      end() {
        isEnded = true;
        client.destroy();
      },
    };
  },
  isAnswer: (error): error is Error => error instanceof ErrorReply,
};
