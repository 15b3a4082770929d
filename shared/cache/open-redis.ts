import { messageOf, RowbenchError, type TableContent } from "../contract/index.ts";
import { openAdminRedis } from "./admin-redis.ts";
import { ensureCacheContent } from "./cache-content.ts";
import { showableError } from "./cache-errors.ts";
import { cacheUnreachable } from "./open-row-cache.ts";
import { startRedis } from "./redis-process.ts";
import { findRedisProgram, redisMissing } from "./redis-program.ts";
import { addressOf, parseRedisUrl } from "./redis-url.ts";

/** What `openRedis` is told. */
export interface RedisOptions {
  /** A Redis of the person's own; an embedded one when not given. */
  readonly redisUrl?: string | undefined;
  /** Rows to have. */
  readonly rows: number;
  /** Told in a few words what takes its time. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** A Redis that runs and holds the rows. */
export interface OpenRedis extends TableContent {
  readonly kind: "available";
  /** For clients, with the password: never print it. */
  readonly url: string;
  /** Host and port, such as `127.0.0.1:43211`. */
  readonly address: string;
  readonly source: "embedded" | "external";
  /** Such as `Redis 7.0.15` or `Valkey 8.1.1`. */
  readonly version: string;
  /** The process to account for CPU time; of the embedded one only. */
  readonly serverPid?: number;
  /** Ends the embedded one. */
  close(): Promise<void>;
}

/** No embedded Redis can be started on this machine. */
export interface UnavailableRedis {
  readonly kind: "unavailable";
  readonly reason: string;
}

/**
 * Opens the Redis that the options name, and makes sure that it holds the rows. Throws USAGE for a
 * malformed URL, CACHE_UNREACHABLE, within about five seconds, when nobody answers there,
 * CACHE_REFUSED when Redis refuses what is asked of it, and CACHE_START_FAILED.
 */
export async function openRedis(options: RedisOptions): Promise<OpenRedis | UnavailableRedis> {
  const { redisUrl } = options;
  if (redisUrl !== undefined) {
    const close = async (): Promise<void> => {};
    return { ...(await prepare(redisUrl, options)), source: "external", close };
  }
  const program = findRedisProgram(process.env);
  if (program === undefined) return { kind: "unavailable", reason: redisMissing };
  return openEmbedded(program, options);
}

async function openEmbedded(program: string, options: RedisOptions): Promise<OpenRedis> {
  options.onProgress?.("starting an embedded Redis");
  const { url, pid, stop } = await startRedis(program);
  try {
    const prepared = await prepare(url, options);
    return { ...prepared, source: "embedded", serverPid: pid, close: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Prepared = Pick<OpenRedis, "kind" | "url" | "address" | "version" | "rows" | "salt">;

async function prepare(url: string, options: RedisOptions): Promise<Prepared> {
  const place = parseRedisUrl(url);
  const redis = await openAdminRedis(url).catch((error: unknown) => {
    throw cacheUnreachable(url, messageOf(error));
  });
  try {
    const version = parseRedisVersion(await redis.info("server"));
    const content = await ensureCacheContent(redis, options);
    return { kind: "available", url, address: addressOf(place), version, ...content };
  } catch (cause) {
    const reason = showableError(cause, place.password).message;
    const message = `Redis at \`${addressOf(place)}\` refused to hold the rows: ${reason}`;
    throw new RowbenchError("CACHE_REFUSED", message, { cause });
  } finally {
    redis.disconnect();
  }
}

/** The name and version in the text of `INFO server`. */
export function parseRedisVersion(serverInformation: string): string {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}:(.*?)\r?$`, "m").exec(serverInformation)?.[1];
  const valkey = field("valkey_version");
  return valkey === undefined ? `Redis ${field("redis_version") ?? ""}`.trim() : `Valkey ${valkey}`;
}
