import { Redis } from "ioredis";
import type { RedisDriver } from "./redis-client.ts";
import type { RedisPlace } from "./redis-url.ts";

/** ioredis. It writes each call at once, and does not wait for the answers of those before. */
export const ioredisDriver: RedisDriver = {
  openClient(place) {
    const { promise: lost, resolve: lose } = Promise.withResolvers<unknown>();
    const redis = new Redis({
      ...optionsOf(place),
      lazyConnect: true,
      // Who reconnects is `cache-connection.ts`: a call is never sent a second time.
      retryStrategy: null,
      enableOfflineQueue: false,
    });
    let problem: unknown;
    redis.on("error", (error) => {
      problem = error;
    });
    redis.on("close", () => lose(problem ?? new Error("the connection was closed")));
    const opened = redis.connect().catch((error) => {
      // It rejects with "Connection is closed", whatever was the reason.
      throw problem ?? error;
    });
    return {
      opened,
      lost,
      get: (key) => redis.get(key),
      end() {
        redis.disconnect();
        // `disconnect` waits two seconds for the other side, which may be silent.
        redis.stream?.destroy();
      },
    };
  },
  isAnswer: (error): error is Error => error instanceof Error && error.name === "ReplyError",
};

/** A place as ioredis is told of it. */
export function optionsOf({ host, port, username, password, database }: RedisPlace) {
  return { host, port, ...(password !== "" && { username, password }), db: database };
}
