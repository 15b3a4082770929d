import type { OpenRedis } from "../cache/open-redis.ts";
import { models, type ServerPackage } from "../concurrency/index.ts";
import { type Database, type PoolSize, storeTexts } from "../database/index.ts";
import { describeRuntime, ownRuntime } from "../runtimes/index.ts";
import type { ServeOptions } from "./serve-options.ts";

/** Where the rows come from, without what must not be shown. */
export interface ShownSources {
  readonly database: Pick<Database, "source" | "address" | "version" | "rows">;
  readonly redis: ShownRedis | undefined;
}

type ShownRedis = Pick<OpenRedis, "source" | "address" | "version">;

/** Where it listens, and how its connections to PostgreSQL are spread. */
export interface ConnectionDetails {
  readonly port: number;
  /** Processes or threads that hold connections. */
  readonly holders: number;
  /** Of each of them. */
  readonly pool: PoolSize;
}

/** What a person reads once the server accepts connections; a line per fact. */
export function formatStartMessage(
  server: ServerPackage,
  options: ServeOptions,
  { database, redis }: ShownSources,
  { port, holders, pool }: ConnectionDetails,
): string {
  const { workers, host } = options;
  const model = models[options.model];
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const kind = database.source === "embedded" ? "embedded PostgreSQL" : "PostgreSQL";
  const access = [
    storeTexts[model.store],
    ...(model.store === "pipelined" ? [options.driver] : []),
  ];
  return [
    `${server.name} (${server.framework} ${server.frameworkVersion}) listens on ${url}`,
    `  try       curl -i ${url}/db`,
    `  runtime   ${describeRuntime(ownRuntime())}`,
    `  model     ${model.name}: ${model.describe(workers)}, accepted by: ${model.acceptor}`,
    `  database  ${kind} ${database.version} at ${database.address}, ${formatCount(database.rows)} rows`,
    `  pool      ${describePool(pool, holders)} (${access.join(", ")})`,
    ...(redis === undefined
      ? []
      : [`  cache     ${describeRedis(redis)} (${options.redisClient})`]),
    "  stop      Ctrl-C",
  ].join("\n");
}

/** "adaptive, up to 64 connections, 32 a worker". */
function describePool({ kind, connections }: PoolSize, holders: number): string {
  const total = holders * connections;
  const count = `${total} connection${total === 1 ? "" : "s"}`;
  const each = holders === 1 ? "" : `, ${connections} a worker`;
  return `${kind === "adaptive" ? "adaptive, up to " : ""}${count}${each}`;
}

/** "embedded Redis 7.0.15 at 127.0.0.1:41123". */
function describeRedis({ source, version, address }: ShownRedis): string {
  return `${source === "embedded" ? "embedded " : ""}${version || "Redis"} at ${address}`;
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
