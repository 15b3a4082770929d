import { availableParallelism } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type Cell, models } from "@rowbench/shared/concurrency";
import { messageOf, milliseconds } from "@rowbench/shared/contract";
import type { Database } from "@rowbench/shared/database";
import { requireRuntime } from "@rowbench/shared/runtimes";
import type { LoadGenerator, LoadResult, LoadSpec } from "../../load/index.ts";
import { type CellStart, startCell } from "./cell-process.ts";

/** What is restarted how often, and with what. */
export interface RestartRequest {
  readonly cell: Cell;
  readonly count: number;
  readonly database: Database;
  readonly generator: LoadGenerator;
  readonly signal: AbortSignal;
}

/** What restarts under full load cost. */
export interface RestartResult {
  /** A sentence for each restart that lost something. */
  readonly faults: readonly string[];
  readonly answered: number;
}

const load: Omit<LoadSpec, "origin"> = {
  kinds: [{ name: "db", path: "/db", weight: 1, expect: "row" }],
  loop: { kind: "closed", warmUp: { shortest: milliseconds(0), longest: milliseconds(0) } },
  connections: 64,
  duration: milliseconds(1200),
  seed: 1,
  timeLimit: milliseconds(5000),
};
const stopAfterMs = 600;

/**
 * Starts a cell, puts it under full load and stops it with SIGTERM in the middle of it, again and
 * again. A refused connection afterwards is no loss: nothing was sent on it.
 */
export async function restartCell(request: RestartRequest): Promise<RestartResult> {
  const { cell, count, database, generator, signal } = request;
  const { model, server, runtime } = cell;
  const workers = models[model].defaultWorkers(availableParallelism());
  const { url: databaseUrl, rows } = database;
  const program = requireRuntime(runtime.name);
  const start = { entry: server.entry, runtime: program, model, workers, databaseUrl, rows };
  const faults: string[] = [];
  let answered = 0;
  for (let restart = 0; restart < count; restart += 1) {
    signal.throwIfAborted();
    try {
      const result = await restartOnce(start, generator, signal);
      answered += result.correct;
      if (lossesOf(result) !== "{}") faults.push(lossesOf(result));
    } catch (error) {
      signal.throwIfAborted();
      faults.push(messageOf(error));
    }
  }
  return { faults, answered };
}

async function restartOnce(
  start: CellStart,
  generator: LoadGenerator,
  signal: AbortSignal,
): Promise<LoadResult> {
  const cell = await startCell(start);
  const running = generator.run({ ...load, origin: cell.origin }, { signal });
  await delay(stopAfterMs);
  const [result] = await Promise.all([running, cell.stop()]);
  return result;
}

function lossesOf({ failures }: LoadResult): string {
  const lost = Object.entries(failures).filter(([kind, count]) => kind !== "connect" && count > 0);
  return JSON.stringify(Object.fromEntries(lost));
}
