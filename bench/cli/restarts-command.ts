import { availableParallelism } from "node:os";
import { type Cell, models } from "@rowbench/shared/concurrency";
import { messageOf } from "@rowbench/shared/contract";
import { type Database, openDatabase } from "@rowbench/shared/database";
import { Command } from "commander";
import { type LoadGenerator, startLoadGenerator } from "../load/index.ts";
import { restartUnderLoad } from "../measure/restarts.ts";
import { wholeNumber } from "./arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";

interface RestartsOptions extends CellOptions {
  readonly count: number;
}

const lostExitCode = 3;

/** `rowbench restarts`: stops each cell under full load, again and again, and counts what is lost. */
export function restartsCommand(): Command {
  const command = new Command("restarts")
    .description("Stops cells under full load and counts the requests that are lost.")
    .option("--count <number>", "restarts of each cell", wholeNumber(1, 1000), 20);
  return withCellOptions(command).action(restarts);
}

async function restarts(options: RestartsOptions): Promise<void> {
  const cells = await selectCells(options);
  const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL || undefined });
  const generator = await startLoadGenerator();
  try {
    for (const cell of cells.filter(({ availability }) => availability.kind === "available")) {
      const line = await restartCell(cell, options.count, database, generator);
      process.stdout.write(`${cell.server.name}/${cell.model}: ${line}\n`);
    }
  } finally {
    await generator.close();
    await database.close();
  }
}

async function restartCell(
  { server, model }: Cell,
  count: number,
  { url: databaseUrl, rows }: Database,
  generator: LoadGenerator,
): Promise<string> {
  const workers = models[model].defaultWorkers(availableParallelism());
  const start = { entry: server.entry, model, workers, databaseUrl, rows };
  const faults: string[] = [];
  let answered = 0;
  for (let restart = 0; restart < count; restart += 1) {
    try {
      const { correct, lost } = await restartUnderLoad(start, generator);
      answered += correct;
      if (Object.keys(lost).length > 0) faults.push(JSON.stringify(lost));
    } catch (error) {
      faults.push(messageOf(error));
    }
  }
  if (faults.length > 0) process.exitCode = lostExitCode;
  const without = `${count - faults.length} of ${count} restarts without a loss`;
  return `${without}, ${answered} requests answered${faults.length > 0 ? `; ${faults.join("; ")}` : ""}`;
}
