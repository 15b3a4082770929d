import type { RedisPlace } from "./redis-url.ts";

export const redisClientNames = ["ioredis", "redis"] as const;
/** The npm package that speaks to Redis: ioredis or node-redis. */
export type RedisClientName = (typeof redisClientNames)[number];

/** One connection, which is never used again once it is lost. */
export interface RedisClient {
  /** Resolves once Redis answers, rejects with the reason when it cannot be reached. */
  readonly opened: Promise<void>;
  /** Resolves with the reason when it is lost, also while nobody waits for an answer. */
  readonly lost: Promise<unknown>;
  /** One `GET`, pipelined with those before it; null where there is no such key. */
  get(key: string): Promise<string | null>;
  /** Closes the connection at once. */
  end(): void;
}

/** One file of this folder. */
export interface RedisDriver {
  /** Begins to connect. */
  openClient(place: RedisPlace): RedisClient;
  /** Whether an error was Redis's own answer, so that the connection is as good as before. */
  isAnswer(error: unknown): error is Error;
}
