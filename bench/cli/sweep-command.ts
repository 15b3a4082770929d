import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Cell, models } from "@rowbench/shared/concurrency";
import { type Database, openDatabase } from "@rowbench/shared/database";
import { Command } from "commander";
import { lockMachine } from "../measure/benchmark-lock.ts";
import { describeMachine } from "../measure/machine.ts";
import { sweepWorkers, type WorkerSweep } from "../measure/sweep-workers.ts";
import { saveTunedWorkers } from "../measure/tuned-workers.ts";
import { formatCount } from "../report/columns.ts";
import { formatCurve } from "../report/curve.ts";
import { chooseWorkers, workerCounts } from "../statistics/worker-choice.ts";
import { wholeNumber } from "./arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";
import { onInterrupt } from "./interrupt.ts";
import { resultsFolder, tunedWorkersFile } from "./results-folder.ts";

interface SweepOptions extends CellOptions {
  readonly rounds: number;
  readonly connections: number;
  readonly seed: number;
}

/** `rowbench sweep workers`: throughput by number of workers, and the number to use. */
export function sweepCommand(): Command {
  const workers = new Command("workers")
    .description("Measures numbers of workers up to four times the cores, and chooses one.")
    .option("--rounds <number>", "fresh starts of each number", wholeNumber(2, 100), 6)
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .option("--seed <number>", "of the orders", wholeNumber(0, 2 ** 32 - 1), 1)
    .exitOverride();
  return new Command("sweep")
    .description("Measures one thing over a range of settings.")
    .addCommand(withCellOptions(workers).action(sweep));
}

async function sweep(options: SweepOptions): Promise<void> {
  const cells = (await selectCells(options)).filter(
    ({ model, availability }) =>
      availability.kind === "available" && models[model].maximumWorkers > 1,
  );
  const unlock = await lockMachine();
  const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL || undefined });
  const interrupt = onInterrupt();
  try {
    for (const cell of cells) await sweepCell(cell, options, database, interrupt.signal);
  } finally {
    interrupt.dispose();
    await database.close();
    await unlock();
  }
}

async function sweepCell(
  { server, model }: Cell,
  { rounds, connections, seed }: SweepOptions,
  database: Database,
  signal: AbortSignal,
): Promise<void> {
  const name = `${server.name}/${model}`;
  const counts = workerCounts(availableParallelism(), models[model].maximumWorkers);
  const plan: WorkerSweep = { server, model, counts, rounds, connections, seed };
  const measured = await sweepWorkers(plan, {
    database,
    signal,
    report: (round, workers, throughput) =>
      process.stderr.write(
        `round ${round}/${rounds}  ${name}×${workers}  ${formatCount(throughput)} req/s\n`,
      ),
  });
  const choice = chooseWorkers(measured);
  const machine = describeMachine();
  save(name, { cell: name, rounds, connections, seed, machine, measured, choice });
  saveTunedWorkers(tunedWorkersFile, name, choice.chosen, machine);
  process.stdout.write(`${formatCurve(name, choice)}\n`);
}

function save(name: string, sweep: object): void {
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const folder = join(resultsFolder, `${time}-sweep-workers-${name.replace("/", "-")}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "sweep.json"), `${JSON.stringify(sweep, null, 2)}\n`);
}
