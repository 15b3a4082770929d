import { type ModelName, models, type ServerPackage } from "@rowbench/shared/concurrency";
import { type Database, openStatementStatistics } from "@rowbench/shared/database";
import { startLoadGenerator } from "../load/index.ts";
import type { Plan, PlannedCell } from "../plan/plan.ts";
import type { CellStart } from "./cell-process.ts";
import type { ReportEvent } from "./events.ts";
import type { FailureRecord, RoundRecord, SliceRecord, StartPosition } from "./records.ts";
import type { QueryCounter } from "./slice.ts";
import { measureStart, type StartContext } from "./start.ts";

/** What a run needs beside its plan. */
export interface RunContext {
  readonly plan: Plan;
  readonly servers: readonly ServerPackage[];
  readonly database: Database;
  /** Writes a record where it survives a crash. */
  readonly save: (record: SliceRecord | FailureRecord | RoundRecord) => void;
  readonly report: ReportEvent;
  /** Aborting ends the run after at most a moment; finished rounds stay. */
  readonly signal: AbortSignal;
}

/** A budget may be overrun by a tenth: a planned round is worth more than the last minute. */
const tolerance = 1.1;

/**
 * Measures the plan round by round. Ends early, and says so, when another round as long as the
 * longest so far would overrun the budget: on time alone, never on what was measured.
 */
export async function measureRun(context: RunContext): Promise<void> {
  const { plan, signal, report, database } = context;
  const statistics = await openStatementStatistics(database.url);
  const generator = await startLoadGenerator();
  const { postmasterPid } = database;
  const countRowQueries = queryCounter(statistics);
  try {
    await measureRounds(context, { plan, signal, generator, postmasterPid, countRowQueries });
  } catch (error) {
    if (!signal.aborted) throw error;
    report({ kind: "early-end", reason: "it was stopped" });
  } finally {
    await generator.close();
    if (statistics.kind === "available") await statistics.close();
  }
}

async function measureRounds(context: RunContext, starts: StartContext): Promise<void> {
  const { plan, report, save } = context;
  const runStart = performance.now();
  let longestMs = 0;
  for (const [index, order] of plan.order.entries()) {
    const roundStart = performance.now();
    if (index > 0 && roundStart - runStart + longestMs > plan.budget * tolerance) {
      const reason = `the budget has no room for round ${index + 1} of ${plan.order.length}`;
      return report({ kind: "early-end", reason });
    }
    await measureRound(context, starts, index + 1, order);
    const elapsedMs = performance.now() - roundStart;
    longestMs = Math.max(longestMs, elapsedMs);
    const record: RoundRecord = { kind: "round", round: index + 1, elapsedMs };
    save(record);
    report({ kind: "round", record, rounds: plan.order.length });
  }
}

function queryCounter(
  statistics: Awaited<ReturnType<typeof openStatementStatistics>>,
): QueryCounter {
  if (statistics.kind === "available") return statistics.countRowQueries;
  return async () => ({ unavailable: statistics.reason });
}

async function measureRound(
  { plan, servers, database, save, report, signal }: RunContext,
  starts: StartContext,
  round: number,
  order: readonly number[],
): Promise<void> {
  for (const [place, cellIndex] of order.entries()) {
    signal.throwIfAborted();
    const cell = plan.cells[cellIndex];
    const server = servers.find(({ name }) => name === cell?.server);
    if (cell === undefined || server === undefined) throw new Error(`no cell ${cellIndex}`);
    const position: StartPosition = { round, position: place + 1, ...cell };
    report({ kind: "start", position });
    const start = cellStart(plan, cell, server, database);
    await measureStart(starts, position, start, (record) => {
      save(record);
      report(record.kind === "slice" ? { kind: "slice", record } : { kind: "failure", record });
    });
  }
}

/** Pool and driver belong to the asynchronous models: the others speak through libpq. */
function cellStart(
  { options: { pool, driver } }: Plan,
  { model, workers }: PlannedCell,
  { entry }: ServerPackage,
  { url: databaseUrl, rows }: Database,
): CellStart {
  const isPipelined = models[model as ModelName].store === "pipelined";
  return { entry, model, workers, databaseUrl, rows, ...(isPipelined ? { pool, driver } : {}) };
}
