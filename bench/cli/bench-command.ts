import { availableParallelism } from "node:os";
import { type Cell, modelNames, models } from "@rowbench/shared/concurrency";
import {
  type Milliseconds,
  milliseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import { type Database, openDatabase } from "@rowbench/shared/database";
import { Command } from "commander";
import { lockMachine } from "../measure/benchmark-lock.ts";
import { describeMachine } from "../measure/machine.ts";
import type { RunHeader } from "../measure/records.ts";
import { measureRun } from "../measure/run.ts";
import { createRunFolder } from "../measure/run-folder.ts";
import { cellsWithin, createPlan, type Plan } from "../plan/plan.ts";
import { isIncomplete } from "../report/notes.ts";
import { formatTerminal } from "../report/terminal.ts";
import { parseDuration, parseLabel, parseRate, wholeNumber } from "./arguments.ts";
import { type CellOptions, selectCells, selectServers, withCellOptions } from "./cell-options.ts";
import { onInterrupt } from "./interrupt.ts";
import { formatPlan } from "./plan-text.ts";
import { createProgress } from "./progress.ts";
import { writeReports } from "./report-command.ts";
import { resultsFolder } from "./results-folder.ts";

interface BenchOptions extends CellOptions {
  readonly budget: Milliseconds;
  readonly rounds?: number;
  readonly connections: number;
  readonly rate: RequestsPerSecond;
  readonly seed?: number;
  readonly label: string;
  readonly dryRun?: boolean;
}

const refusedExitCode = 3;
const largestSeed = 2 ** 32 - 1;

/** `rowbench bench`: measures every available cell and prints the ranking. */
export function benchCommand(): Command {
  const command = new Command("bench").description("Measures every available cell and ranks them.");
  return withCellOptions(command)
    .option("--budget <time>", "time for the whole run", parseDuration, milliseconds(600_000))
    .option("--rounds <number>", "rounds (default: what the budget allows)", wholeNumber(1, 1000))
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .option(
      "--rate <number>",
      "requests/s of the latency slices",
      parseRate,
      requestsPerSecond(5000),
    )
    .option("--seed <number>", "of orders and arrivals", wholeNumber(0, largestSeed))
    .option("--label <text>", "part of the results folder's name", parseLabel, "bench")
    .option("--dry-run", "print the plan and end")
    .action(bench);
}

async function bench(options: BenchOptions): Promise<void> {
  const all = await selectCells(options);
  const cells = options.models === undefined ? withinBudget(all, options.budget) : all;
  const plan = planFor(options, cells);
  process.stderr.write(`${formatPlan(plan)}\n${describeLeftOut(all, cells)}`);
  if (options.dryRun) return;
  const unlock = await lockMachine();
  try {
    await run(options, plan);
  } finally {
    await unlock();
  }
}

/** Models one after the other, as long as one round of their cells fits; the first in any case. */
function withinBudget(cells: readonly Cell[], budget: Milliseconds): readonly Cell[] {
  const room = cellsWithin(budget);
  const isAvailable = ({ availability }: Cell) => availability.kind === "available";
  let chosen: readonly Cell[] = [];
  for (const name of modelNames) {
    const more = cells.filter(({ model }) => model === name);
    if (chosen.length > 0 && [...chosen, ...more].filter(isAvailable).length > room) break;
    chosen = [...chosen, ...more];
  }
  return chosen;
}

function describeLeftOut(all: readonly Cell[], chosen: readonly Cell[]): string {
  const models = new Set(chosen.map(({ model }) => model));
  const left = modelNames.filter(
    (name) => !models.has(name) && all.some(({ model }) => model === name),
  );
  if (left.length === 0) return "";
  return `left out  ${left.join(", ")}: one round of all models takes a longer --budget; --models names yours\n`;
}

function planFor(options: BenchOptions, cells: readonly Cell[]): Plan {
  const cores = availableParallelism();
  return createPlan({
    ...options,
    seed: options.seed ?? Math.floor(Math.random() * (largestSeed + 1)),
    cells: cells.flatMap(({ server, model, availability }) =>
      availability.kind === "available"
        ? [{ server: server.name, model, workers: models[model].defaultWorkers(cores) }]
        : [],
    ),
    unavailable: cells.flatMap(({ server, model, availability }) =>
      availability.kind === "unavailable"
        ? [{ server: server.name, model, reason: availability.reason }]
        : [],
    ),
  });
}

async function run(options: BenchOptions, plan: Plan): Promise<void> {
  const interrupt = onInterrupt();
  const database = await openDatabase({
    databaseUrl: process.env.DATABASE_URL || undefined,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  try {
    const folder = createRunFolder(resultsFolder, headerOf(options, plan, database));
    await measureRun({
      plan,
      servers: selectServers(options),
      database,
      save: folder.append,
      report: createProgress(plan, {
        isTerminal: process.stderr.isTTY,
        write: (text) => process.stderr.write(text),
      }),
      signal: interrupt.signal,
    });
    conclude(folder.path);
  } finally {
    await database.close();
    interrupt.dispose();
  }
}

function headerOf(options: BenchOptions, plan: Plan, database: Database): RunHeader {
  const { source, version, rows } = database;
  const frameworks = selectServers(options).map(({ name, framework, frameworkVersion }) => [
    name,
    `${framework} ${frameworkVersion}`,
  ]);
  return {
    kind: "run",
    label: options.label,
    startedAt: new Date().toISOString(),
    plan,
    machine: describeMachine(),
    database: { source, version, rows },
    frameworks: Object.fromEntries(frameworks),
  };
}

function conclude(folder: string): void {
  const summary = writeReports(folder);
  process.stdout.write(`\n${formatTerminal(summary)}\n`);
  process.stderr.write(`\nresults in ${folder}\n`);
  if (isIncomplete(summary)) process.exitCode = refusedExitCode;
}
