import { messageOf } from "../contract/index.ts";
import { type AdminRedis, openAdminRedis } from "./admin-redis.ts";

/** Redis's own count of the commands that it ran, since it started or its counts were reset. */
export type CacheStatistics =
  | {
      readonly kind: "available";
      /** `GET`s of all clients, those that found nothing included; the project itself makes none. */
      readGets(): Promise<number>;
      close(): Promise<void>;
    }
  | { readonly kind: "unavailable"; readonly reason: string };

/** Opens a connection of its own; tells why when Redis does not tell its counts. */
export async function openCacheStatistics(url: string): Promise<CacheStatistics> {
  let redis: AdminRedis | undefined;
  try {
    const opened = await openAdminRedis(url);
    redis = opened;
    const readGets = async (): Promise<number> => parseGets(await opened.info("commandstats"));
    await readGets();
    return { kind: "available", readGets, close: async () => opened.disconnect() };
  } catch (error) {
    redis?.disconnect();
    return { kind: "unavailable", reason: messageOf(error) };
  }
}

/** The calls of `GET` in the text of `INFO commandstats`, which leaves out what was never called. */
export function parseGets(commandStatistics: string): number {
  return Number(/^cmdstat_get:calls=(\d+)/m.exec(commandStatistics)?.[1] ?? 0);
}
