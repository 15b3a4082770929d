import type { Cell } from "@rowbench/shared/concurrency";
import {
  type Milliseconds,
  milliseconds,
  type RequestsPerSecond,
  RowbenchError,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import {
  type Database,
  type DriverName,
  driverNames,
  openDatabase,
} from "@rowbench/shared/database";
import { Command, Option } from "commander";
import type { ConnectionUse } from "../load/index.ts";
import { lockMachine } from "../measure/benchmark-lock.ts";
import { describeMachine } from "../measure/machine.ts";
import type { RunHeader } from "../measure/records.ts";
import { measureRun } from "../measure/run.ts";
import { createRunFolder } from "../measure/run-folder.ts";
import { createPlan, type Plan, type RunSettings } from "../plan/plan.ts";
import { type Workload, workloadForms } from "../plan/workload.ts";
import { isIncomplete } from "../report/notes.ts";
import { formatTerminal } from "../report/terminal.ts";
import {
  parseDuration,
  parseLabel,
  parsePoolText,
  parseRate,
  parseWorkloads,
  wholeNumber,
} from "./arguments.ts";
import { type CellOptions, selectCells, selectServers, withCellOptions } from "./cell-options.ts";
import { describeLeftOut, planCells, withinBudget } from "./cells-within-budget.ts";
import { onInterrupt } from "./interrupt.ts";
import { formatPlan } from "./plan-text.ts";
import { createProgress } from "./progress.ts";
import { writeReports } from "./report-command.ts";
import { resultsFolder } from "./results-folder.ts";
import {
  chooseNumbers,
  parseWorkers,
  type WorkersChoice,
  type WorkersOption,
} from "./workers-option.ts";

interface BenchOptions extends CellOptions {
  readonly budget: Milliseconds;
  readonly rounds?: number;
  readonly workers?: WorkersOption;
  readonly workload: readonly Workload[];
  readonly connections: number;
  readonly connection: ConnectionUse;
  readonly pipeline: number;
  readonly pool?: string;
  readonly driver?: DriverName;
  readonly rows?: number;
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
    .option("--workers <number>", "workers of every model, or `tuned` by a sweep", parseWorkers)
    .option(
      "--workload <names>",
      `what is asked, comma-separated: ${workloadForms}`,
      parseWorkloads,
      parseWorkloads("db"),
    )
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .addOption(
      new Option("--connection <use>", "whether client connections are kept")
        .choices(["keep-alive", "close"])
        .default("keep-alive"),
    )
    .option("--pipeline <number>", "requests sent together", wholeNumber(1, 1024), 1)
    .option("--pool <size>", "connections to PostgreSQL of the async models", parsePoolText)
    .addOption(new Option("--driver <name>", "PostgreSQL driver").choices(driverNames))
    .option("--rows <number>", "rows in the table", wholeNumber(1, 10_000_000))
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
  const numbers = chooseNumbers(options.workers);
  const cells =
    options.models === undefined
      ? withinBudget(all, options.budget, numbers, options.workload)
      : all;
  const plan = planFor(options, cells, numbers);
  process.stderr.write(
    `${formatPlan(plan)}\n${describeLeftOut(all, cells)}${describeUntuned(numbers)}`,
  );
  if (options.dryRun) return;
  const unlock = await lockMachine();
  try {
    await run(options, plan);
  } finally {
    await unlock();
  }
}

function describeUntuned({ untuned }: WorkersChoice): string {
  if (untuned.size === 0) return "";
  return `not tuned on this machine  ${[...untuned].join(", ")}: run \`rowbench sweep workers\`; they get their model's default\n`;
}

function planFor(options: BenchOptions, cells: readonly Cell[], numbers: WorkersChoice): Plan {
  return createPlan({
    ...options,
    seed: options.seed ?? Math.floor(Math.random() * (largestSeed + 1)),
    cells: planCells(cells, numbers),
    workloads: options.workload,
    options: settingsOf(options),
    unavailable: cells.flatMap(({ server, model, availability }) =>
      availability.kind === "unavailable"
        ? [{ server: server.name, model, reason: availability.reason }]
        : [],
    ),
  });
}

function settingsOf(options: BenchOptions): RunSettings {
  const { connection, pipeline, pool, driver, workers } = options;
  if (pipeline > 1 && connection === "close")
    throw new RowbenchError("USAGE", "--pipeline needs connections that are kept");
  return {
    connection,
    pipeline,
    ...(pool === undefined ? {} : { pool }),
    ...(driver === undefined ? {} : { driver }),
    ...(workers === undefined ? {} : { workers }),
  };
}

async function run(options: BenchOptions, plan: Plan): Promise<void> {
  const interrupt = onInterrupt();
  const { rows } = options;
  const database = await openDatabase({
    ...(rows === undefined ? {} : { rows }),
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
