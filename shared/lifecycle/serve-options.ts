import { availableParallelism } from "node:os";
import { Command, CommanderError } from "commander";
import { type RedisClientName, redisClientNames } from "../cache/redis-client.ts";
import { redisUrlFrom } from "../cache/redis-url.ts";
import { type ModelName, modelNames, models, type ServerPackage } from "../concurrency/index.ts";
import { unknownWord } from "../contract/choice.ts";
import { type Microseconds, microseconds, RowbenchError } from "../contract/index.ts";
import {
  type DriverName,
  databaseUrlFrom,
  driverNames,
  type PoolSize,
  type StatementKind,
  statementKinds,
  usualDriver,
} from "../database/index.ts";
import { runtimeNames } from "../runtimes/index.ts";
import { resolveDriver, resolveStatements } from "./driver-option.ts";
import { defaultPool, parsePool } from "./pool-option.ts";
import { type RedisChoice, resolveRedis, resolveRedisClient } from "./redis-option.ts";

/** What `npm start` runs. */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly model: ModelName;
  readonly workers: number;
  /** The person's own PostgreSQL; absent for the embedded one. */
  readonly databaseUrl: string | undefined;
  /**
   * `DATABASE_ROWS`: the caller vouches that `world` at `DATABASE_URL` holds the ids 1 to this,
   * and Redis at `REDIS_URL`, too, so that they are not checked again. The benchmark sets it for
   * the servers that it starts.
   */
  readonly trustedRows: number | undefined;
  /** Connections to PostgreSQL of the whole server, shared out among its workers. */
  readonly pool: PoolSize;
  readonly driver: DriverName;
  /** How that driver sends them. */
  readonly statements: StatementKind;
  readonly redis: RedisChoice;
  readonly redisClient: RedisClientName;
  /** What the person wants it to run on; the server's usual one when absent. */
  readonly runtime?: string;
  /**
   * `BURN_US`: CPU time to burn for each row. The benchmark makes servers slower by it, to see
   * whether it finds them.
   */
  readonly burn: Microseconds;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Texts = Record<
  | "host"
  | "port"
  | "model"
  | "workers"
  | "pool"
  | "driver"
  | "statements"
  | "redis"
  | "redisClient"
  | "runtime",
  string | undefined
>;

/**
 * Options from the command line, else from `HOST`, `PORT`, `MODEL`, `WORKERS`, `POOL`, `DRIVER`,
 * `STATEMENTS`, `REDIS_CLIENT`, `RUNTIME`, else the defaults.
 * Undefined after `--help`; all mistakes together in one `USAGE` error.
 */
export function parseServeOptions(
  server: ServerPackage,
  argv: readonly string[],
  environment: Environment,
): ServeOptions | undefined {
  const given = parseArguments(server, argv);
  if (given === undefined) return undefined;
  const mistakes: string[] = [];
  const texts: Texts = {
    host: given.host ?? environment.HOST,
    port: given.port ?? environment.PORT,
    model: given.model ?? environment.MODEL,
    workers: given.workers ?? environment.WORKERS,
    pool: given.pool ?? environment.POOL,
    driver: given.driver ?? environment.DRIVER,
    statements: given.statements ?? environment.STATEMENTS,
    redis: given.redis,
    redisClient: given.redisClient ?? environment.REDIS_CLIENT,
    runtime: given.runtime ?? environment.RUNTIME,
  };
  const options = resolveServeOptions(texts, environment, mistakes);
  if (mistakes.length > 0) throw new RowbenchError("USAGE", mistakes.join("\n"));
  return options;
}

function parseArguments(
  server: ServerPackage,
  argv: readonly string[],
): Partial<Texts> | undefined {
  const command = new Command(`npm start -w packages/${server.name} --`)
    .description(`Runs the ${server.name} reference server.`)
    .option("--host <address>", "address to listen on, or HOST (default 127.0.0.1)")
    .option("--port <number>", "port, 0 for any free one, or PORT (default 3000)")
    .option("--model <name>", `${modelNames.join(", ")}; or MODEL (default single)`)
    .option("--workers <number>", "processes or threads, or WORKERS (default: the model's own)")
    .option(
      "--pool <size>",
      "connections to PostgreSQL: adaptive, adaptive:32, or a fixed number such as 8; or POOL (default adaptive, 64 at most)",
    )
    .option("--runtime <name>", `${runtimeNames.join(", ")}; or RUNTIME (default: this Node.js)`)
    .option("--driver <name>", `${driverNames.join(" or ")}; or DRIVER (default ${usualDriver})`)
    .option(
      "--statements <kind>",
      `${statementKinds.join(" or ")}, as a pooler before PostgreSQL wants them; or STATEMENTS (default named)`,
    )
    .option("--redis <embedded>", "start a Redis for /cache (default: REDIS_URL, or none)")
    .option(
      "--redis-client <name>",
      `${redisClientNames.join(" or ")}; or REDIS_CLIENT (default redis)`,
    )
    .addHelpText("after", "\nDATABASE_URL names your own PostgreSQL; without it one is started.")
    .addHelpText("after", "REDIS_URL names your own Redis; without it /cache answers 503.")
    .allowExcessArguments(false)
    .exitOverride();
  try {
    return command.parse(argv, { from: "user" }).opts();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new RowbenchError("USAGE", "", { cause: error });
  }
}

function resolveServeOptions(
  texts: Texts,
  environment: Environment,
  mistakes: string[],
): ServeOptions {
  const model = resolveModel(texts.model ?? "single", mistakes);
  const { maximumWorkers, defaultWorkers, store } = models[model ?? "cluster"];
  const whole = (name: string, text: string | undefined, range: readonly [number, number]) =>
    parseWholeNumber(name, text, range, mistakes);
  const workers =
    whole(`workers${model ? ` of the model ${model}` : ""}`, texts.workers, [1, maximumWorkers]) ??
    defaultWorkers(availableParallelism());
  const driver = resolveDriver(texts.driver ?? usualDriver, mistakes);
  return {
    host: texts.host ?? "127.0.0.1",
    port: whole("port", texts.port, [0, 65_535]) ?? 3000,
    model: model ?? "single",
    workers,
    databaseUrl: databaseUrlFrom(environment),
    trustedRows: whole("DATABASE_ROWS", environment.DATABASE_ROWS, [1, 10_000_000]),
    // A connection of libpq serves one call at a time: it needs one for each worker or thread.
    pool: store === "pipelined" ? resolvePool(texts.pool, mistakes) : oneEach(workers),
    driver,
    statements: resolveStatements(texts.statements ?? "named", { driver, store }, mistakes),
    redis: resolveRedis(texts.redis, redisUrlFrom(environment), mistakes),
    redisClient: resolveRedisClient(texts.redisClient ?? "redis", mistakes),
    ...(texts.runtime !== undefined && { runtime: texts.runtime }),
    burn: microseconds(whole("BURN_US", environment.BURN_US, [0, 100_000]) ?? 0),
  };
}

const oneEach = (workers: number): PoolSize => ({ kind: "fixed", connections: workers });

function resolvePool(text: string | undefined, mistakes: string[]): PoolSize {
  const pool = text === undefined ? defaultPool : parsePool(text);
  if (pool === undefined)
    mistakes.push(
      `expected the pool to be \`adaptive\`, \`adaptive:32\` or a number from 1 to 256, got \`${text}\``,
    );
  return pool ?? defaultPool;
}

function resolveModel(text: string, mistakes: string[]): ModelName | undefined {
  const model = modelNames.find((name) => name === text);
  if (model === undefined) mistakes.push(unknownWord("model", text, modelNames));
  return model;
}

function parseWholeNumber(
  name: string,
  text: string | undefined,
  [smallest, largest]: readonly [number, number],
  mistakes: string[],
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= smallest && value <= largest) return value;
  mistakes.push(
    `expected the ${name} to be a whole number from ${smallest} to ${largest}, got \`${text}\``,
  );
  return undefined;
}
