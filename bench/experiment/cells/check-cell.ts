import type { Cache } from "@rowbench/shared/cache";
import { type Cell, models } from "@rowbench/shared/concurrency";
import { checkConformance, checkConnections } from "@rowbench/shared/conformance";
import { messageOf, type TableContent } from "@rowbench/shared/contract";
import type { Database } from "@rowbench/shared/database";
import { requireRuntime } from "@rowbench/shared/runtimes";
import { type CellProcess, startCell } from "./cell-process.ts";

const workers = 2;

/**
 * Starts a cell, checks it against the whole contract and stops it.
 * @returns what it does wrong, its end included; nothing for a conforming one
 */
export async function checkCell(
  { server, model, runtime }: Cell,
  { url: databaseUrl, rows, salt }: Database,
  cache: Cache | undefined,
): Promise<readonly string[]> {
  const number = Math.min(workers, models[model].maximumWorkers);
  const { entry } = server;
  try {
    const program = requireRuntime(runtime.name);
    const settings = cache === undefined ? {} : { REDIS_URL: cache.url };
    const start = { entry, runtime: program, model, workers: number, databaseUrl, rows, settings };
    const cell = await startCell(start);
    const cached = cache && { rows, salt: cache.values.salt };
    const violations = await checkRunning(cell, { rows, salt }, cached).finally(cell.stop);
    const ending = cell.ending() ?? "";
    const ended = ending.startsWith("exit code 0") ? [] : [`it ended with ${ending}`];
    return [...violations, ...ended];
  } catch (error) {
    return [messageOf(error)];
  }
}

async function checkRunning(
  { origin, workerIds }: CellProcess,
  table: TableContent,
  cached: TableContent | undefined,
): Promise<readonly string[]> {
  const violations = [
    ...(await checkConformance(origin, table, cached)),
    ...(await checkConnections({ origin, workerIds, table })),
  ];
  return violations.map(({ rule, message }) => `${rule}: ${message}`);
}
