import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  listCells,
  models,
  type RunningServer,
  type ServerPackage,
  serverAt,
  type Worker,
} from "../concurrency/index.ts";
import { RowbenchError } from "../contract/index.ts";
import { type Database, openDatabase } from "../database/index.ts";
import { portOwner, type ScriptRunner } from "../processes/index.ts";
import {
  type InstalledRuntime,
  isInstalled,
  ownRuntime,
  requireRuntime,
} from "../runtimes/index.ts";
import { shareOf } from "./pool-option.ts";
import { runOn, settledVariable } from "./run-on.ts";
import { parseServeOptions, type ServeOptions } from "./serve-options.ts";
import { openServerRedis, type ServerRedis } from "./server-redis.ts";
import { formatStartMessage } from "./start-message.ts";
import { nextStopSignal } from "./stop-signal.ts";

/** The program that this is the inside of. */
const script = fileURLToPath(new URL("serve.mjs", import.meta.url));

/** What a server tells the program that started it with an IPC channel. */
export interface ReadyMessage {
  readonly kind: "ready";
  readonly port: number;
  readonly workers: readonly Worker[];
}

/**
 * Runs one reference server until a stop signal, or until the npm that runs it is gone; ends the
 * process with its exit code.
 */
export async function main(
  [entry = "", ...argv]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  runner: ScriptRunner | undefined,
): Promise<void> {
  try {
    const server = serverAt(resolve(entry));
    const options = parseServeOptions(server, argv, environment);
    if (options === undefined) process.exit(0);
    const isSettled = environment[settledVariable] !== undefined;
    const runtime = isSettled ? ownRuntime() : await findRuntimeFor(server, options);
    const stopSignal = nextStopSignal(runner);
    if (runtime.name !== ownRuntime().name)
      process.exit(await runOn(runtime, script, [entry, ...argv], stopSignal));
    await serve(server, options, stopSignal);
    process.exit(0);
  } catch (error) {
    process.exit(report(error));
  }
}

async function serve(
  server: ServerPackage,
  options: ServeOptions,
  stopSignal: Promise<void>,
): Promise<void> {
  const database = await openRows(options);
  try {
    const redis = await openServerRedis(options, database.rows, onProgress);
    try {
      await serveFrom(server, options, { database, redis }, stopSignal);
    } finally {
      await redis?.close();
    }
  } finally {
    await database.close();
  }
}

/** Where the rows come from. */
interface Sources {
  readonly database: Rows;
  readonly redis: ServerRedis | undefined;
}

async function serveFrom(
  server: ServerPackage,
  options: ServeOptions,
  sources: Sources,
  stopSignal: Promise<void>,
): Promise<void> {
  const holders = models[options.model].holders(options.workers);
  const pool = shareOf(options.pool, holders);
  const running = await launch(server, { ...options, pool }, sources);
  try {
    const details = { port: running.port, holders, pool };
    process.stdout.write(`${formatStartMessage(server, options, sources, details)}\n`);
    announce(running);
    const failure = await Promise.race([running.failure, stopSignal]);
    if (failure) throw failure;
  } finally {
    await running.close();
  }
}

function onProgress(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** What runs the cell that was asked for. Throws when nothing does, or not what was asked for. */
async function findRuntimeFor(
  server: ServerPackage,
  { model, runtime: word }: ServeOptions,
): Promise<InstalledRuntime> {
  const runtimes = word === undefined ? [] : [requireRuntime(word)];
  const [cell] = await listCells([server], [model], runtimes);
  if (cell?.availability.kind === "available" && isInstalled(cell.runtime)) return cell.runtime;
  const reason = cell?.availability.kind === "unavailable" ? cell.availability.reason : "";
  throw new RowbenchError("SERVER_UNAVAILABLE", `${server.name} under ${model}: ${reason}`);
}

type Rows = Pick<Database, "url" | "address" | "source" | "version" | "rows" | "close">;

async function openRows({ databaseUrl, trustedRows }: ServeOptions): Promise<Rows> {
  if (databaseUrl === undefined || trustedRows === undefined) {
    return openDatabase({ databaseUrl, onProgress });
  }
  return {
    url: databaseUrl,
    address: new URL(databaseUrl).host,
    source: "external",
    version: "",
    rows: trustedRows,
    close: async () => {},
  };
}

async function launch(
  { entry }: ServerPackage,
  { model, host, port, workers, pool, driver, statements, redisClient: client, burn }: ServeOptions,
  { database: { url: databaseUrl, rows }, redis }: Sources,
): Promise<RunningServer> {
  try {
    return await models[model].launch({
      entry,
      host,
      port,
      workers,
      databaseUrl,
      rows,
      pool,
      driver,
      statements,
      cache: redis && { url: redis.url, rows, client },
      burn,
    });
  } catch (error) {
    const taken = error instanceof RowbenchError && error.code === "PORT_TAKEN";
    throw taken ? await portTaken(port) : error;
  }
}

async function portTaken(port: number): Promise<RowbenchError> {
  const owner = await portOwner(port);
  const by = owner === undefined ? "another program" : owner;
  return new RowbenchError(
    "PORT_TAKEN",
    `port ${port} is taken by ${by}: choose another with PORT=${port + 1}`,
  );
}

function announce({ port, workers }: RunningServer): void {
  const message: ReadyMessage = { kind: "ready", port, workers };
  process.send?.(message);
}

/** Expected errors are one line, unexpected ones a stack; an empty one was printed before. */
function report(error: unknown): number {
  if (!(error instanceof RowbenchError)) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return 1;
  }
  if (error.message !== "") process.stderr.write(`${error.message}\n`);
  return error.exitCode;
}
