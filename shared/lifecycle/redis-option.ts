import { type RedisClientName, redisClientNames } from "../cache/redis-client.ts";
import { parseRedisUrl } from "../cache/redis-url.ts";
import { unknownWord } from "../contract/choice.ts";
import { messageOf } from "../contract/index.ts";

/** Which Redis `/cache` asks: none, one that is started for the server, or the person's own. */
export type RedisChoice =
  | { readonly kind: "none" | "embedded" }
  | { readonly kind: "external"; readonly url: string };

/** What `--redis` says, else `REDIS_URL`; none without both. Adds to the mistakes. */
export function resolveRedis(
  text: string | undefined,
  url: string | undefined,
  mistakes: string[],
): RedisChoice {
  if (text === "embedded") return { kind: "embedded" };
  if (text !== undefined) mistakes.push(unknownWord("Redis", text, ["embedded"]));
  if (url === undefined) return { kind: "none" };
  try {
    parseRedisUrl(url);
  } catch (error) {
    mistakes.push(messageOf(error));
  }
  return { kind: "external", url };
}

/** The client of that name; the usual one, and one more mistake, where there is none. */
export function resolveRedisClient(text: string, mistakes: string[]): RedisClientName {
  const client = redisClientNames.find((name) => name === text);
  if (client === undefined) mistakes.push(unknownWord("Redis client", text, redisClientNames));
  return client ?? "redis";
}
