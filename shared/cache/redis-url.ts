import { RowbenchError } from "../contract/index.ts";
import { redactUrl } from "../database/connection/database-url.ts";

const defaultPort = 6379;

/** What a client must know of a Redis; `username` and `password` are empty where it asks for none. */
export interface RedisPlace {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** The number of one of its databases: 0 unless the URL names another. */
  readonly database: number;
}

/** `REDIS_URL`, the person's own Redis; `undefined`, also when it is empty, for none. */
export function redisUrlFrom(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return environment.REDIS_URL || undefined;
}

/**
 * Reads a Redis URL such as `redis://user:password@host:6379/0`. Throws USAGE, with the password
 * hidden, when it is not one.
 */
export function parseRedisUrl(text: string): RedisPlace {
  const url = URL.parse(text);
  const place = url?.protocol === "redis:" && url.hostname !== "" ? placeOf(url) : undefined;
  if (place !== undefined) return place;
  throw new RowbenchError(
    "USAGE",
    `REDIS_URL is not a Redis URL: \`${redactUrl(text)}\`; ` +
      "write `redis://user:password@host:6379/0`, of which only the host is needed",
  );
}

/** Host and port, such as `127.0.0.1:6379`. */
export function addressOf({ host, port }: RedisPlace): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function placeOf(url: URL): RedisPlace | undefined {
  const database = /^\/?(\d*)$/.exec(url.pathname)?.[1];
  if (database === undefined || url.search !== "" || url.hash !== "") return undefined;
  try {
    return {
      host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1"),
      port: url.port === "" ? defaultPort : Number(url.port),
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: Number(database),
    };
  } catch {
    return undefined;
  }
}
