import { models, type ServerPackage, storeTexts } from "../concurrency/index.ts";
import type { Database } from "../database/index.ts";
import type { ServeOptions } from "./serve-options.ts";

/** Where it listens, and how its connections to PostgreSQL are spread. */
export interface ConnectionDetails {
  readonly port: number;
  /** Processes or threads that hold connections. */
  readonly holders: number;
  readonly connectionsPerWorker: number;
}

/** What a person reads once the server accepts connections; a line per fact. */
export function formatStartMessage(
  server: ServerPackage,
  options: ServeOptions,
  database: Pick<Database, "source" | "address" | "version" | "rows">,
  { port, holders, connectionsPerWorker }: ConnectionDetails,
): string {
  const { workers, host } = options;
  const model = models[options.model];
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const kind = database.source === "embedded" ? "embedded PostgreSQL" : "PostgreSQL";
  const total = holders * connectionsPerWorker;
  const each = holders === 1 ? "" : `, ${connectionsPerWorker} a worker`;
  const connections = `${total} connection${total === 1 ? "" : "s"}${each} (${storeTexts[model.store]})`;
  return [
    `${server.name} (${server.framework} ${server.frameworkVersion}) listens on ${url}`,
    `  try       curl -i ${url}/db`,
    `  model     ${model.name}: ${model.describe(workers)}, accepted by: ${model.acceptor}`,
    `  database  ${kind} ${database.version} at ${database.address}, ${formatCount(database.rows)} rows, ${connections}`,
    "  stop      Ctrl-C",
  ].join("\n");
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
