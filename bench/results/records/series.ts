import type { ConnectionUse } from "../../load/index.ts";

/**
 * One way to run a server: a cell with all its settings. What experiments compare, and what every
 * record names by `seriesKey`. A setting that is absent is left at the server's own default.
 */
export interface Series {
  readonly server: string;
  readonly model: string;
  /** Processes or threads, whichever the model multiplies. */
  readonly workers: number;
  /** What runs it, such as `node22` or `bun`; absent for the Node.js that measures. */
  readonly runtime?: string;
  /** Connections to PostgreSQL, such as `adaptive:32` or `8`; asynchronous models alone. */
  readonly pool?: string;
  /** The PostgreSQL driver; asynchronous models alone. */
  readonly driver?: string;
  /** How that driver sends its statements, where it is not by names. */
  readonly statements?: "unnamed";
  /** What stands around the server, such as `nginx`; nothing when absent. */
  readonly topology?: string;
  /** What the server reaches Redis by. */
  readonly redisClient?: string;
  /** Which version of the source tree runs: a git ref, or absent for the one that measures. */
  readonly tree?: string;
  /** The framework and the driver alone, with nothing of this project between. */
  readonly code?: "bare";
  /** A change of the server's code, one of those in `mistakes/servers`. */
  readonly variant?: string;
  /** What `NODE_ENV` says, empty for nothing; "production" when absent. */
  readonly nodeEnv?: string;
  /** Whether its clients keep their connections; as the load says when absent. */
  readonly connection?: ConnectionUse;
  /** Extra CPU time of every row, in µs: a server whose slowness is known. */
  readonly burnUs?: number;
  /** Tells copies of one server apart, which must come out as equals. */
  readonly copy?: number;
}

/** How a setting beyond server, model and workers is shown, and how a server is told of it. */
interface Setting {
  format(value: string | number): string;
  /** The variable of the server's environment; absent where it needs none. */
  readonly variable?: string;
}

/** Every setting beyond the cell: a new one is a line here and a field above. */
export const settings = {
  runtime: { format: (value) => `on ${value}` },
  pool: { format: (value) => `pool ${value}`, variable: "POOL" },
  driver: { format: (value) => `driver ${value}`, variable: "DRIVER" },
  statements: { format: (value) => `${value} statements`, variable: "STATEMENTS" },
  topology: { format: (value) => describeTopology(`${value}`) },
  redisClient: { format: (value) => `Redis client ${value}`, variable: "REDIS_CLIENT" },
  tree: { format: (value) => `at ${value}` },
  code: { format: (value) => `${value}` },
  variant: { format: (value) => `${value}`, variable: "VARIANT" },
  nodeEnv: { format: (value) => `NODE_ENV ${value || "unset"}`, variable: "NODE_ENV" },
  connection: { format: (value) => `connections ${value}` },
  burnUs: { format: (value) => `+${value} µs of CPU`, variable: "BURN_US" },
  copy: { format: (value) => `copy ${value}` },
} satisfies Record<Exclude<keyof Series, "server" | "model" | "workers">, Setting>;

/** `behind nginx, over pgbouncer`. */
function describeTopology(value: string): string {
  if (value === "upstreams") return "behind nginx, a port a process";
  const parts = value.split("+");
  return parts.map((part) => `${part === "nginx" ? "behind" : "over"} ${part}`).join(", ");
}

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as readonly SettingName[];

/** The name of a series in records, tables and progress: `fastify/threads×2, driver pg`. */
export function seriesKey(series: Series): string {
  const cell = `${series.server}/${formatModel(series)}`;
  return [cell, ...describeSettings(series)].join(", ");
}

/** `koa/single`, `koa/single on bun`: a cell, whatever its workers and settings. */
export function cellName(cell: Pick<Series, "server" | "model" | "runtime">): string {
  const { server, model, runtime } = cell;
  return `${server}/${model}${runtime === undefined ? "" : ` on ${runtime}`}`;
}

/** `threads×2`; one worker goes without saying. */
export function formatModel({ model, workers }: Pick<Series, "model" | "workers">): string {
  return workers > 1 ? `${model}×${workers}` : model;
}

/** What of the settings is not left at its default, a few words each. */
export function describeSettings(series: Series): readonly string[] {
  return settingNames.flatMap((name) => {
    const value = series[name];
    return value === undefined ? [] : [settings[name].format(value)];
  });
}

/** The environment by which a server is told its settings. */
export function environmentOf(series: Series): Readonly<Record<string, string>> {
  const entries = settingNames.flatMap((name) => {
    const { variable }: Setting = settings[name];
    const value = series[name];
    return variable === undefined || value === undefined ? [] : [[variable, `${value}`] as const];
  });
  return Object.fromEntries(entries);
}
