import type { Cell } from "@rowbench/shared/concurrency";
import { models } from "@rowbench/shared/concurrency";
import { checkConformance, checkConnections } from "@rowbench/shared/conformance";
import { messageOf } from "@rowbench/shared/contract";
import { type Database, openDatabase } from "@rowbench/shared/database";
import { Command } from "commander";
import { startCell } from "../measure/cell-process.ts";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";

const workers = 2;
const failedExitCode = 1;

/** `rowbench check`: starts each cell and checks it against the contract. */
export function checkCommand(): Command {
  const command = new Command("check").description("Checks cells against the contract.");
  return withCellOptions(command).action(check);
}

async function check(options: CellOptions): Promise<void> {
  const cells = await selectCells(options);
  const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL || undefined });
  try {
    for (const cell of cells) {
      const faults = await faultsOf(cell, database);
      process.stdout.write(`${formatResult(cell, faults)}\n`);
      if (faults.length > 0) process.exitCode = failedExitCode;
    }
  } finally {
    await database.close();
  }
}

function formatResult({ server, model, availability }: Cell, faults: readonly string[]): string {
  const name = `${server.name}/${model}`;
  if (availability.kind === "unavailable") return `${name} unavailable: ${availability.reason}`;
  if (faults.length === 0) return `${name} keeps the contract`;
  return faults.map((fault) => `${name} breaks the contract: ${fault}`).join("\n");
}

async function faultsOf(cell: Cell, database: Database): Promise<readonly string[]> {
  if (cell.availability.kind === "unavailable") return [];
  try {
    return await checkStarted(cell, database);
  } catch (error) {
    return [messageOf(error)];
  }
}

async function checkStarted({ server, model }: Cell, database: Database): Promise<string[]> {
  const { url: databaseUrl, rows } = database;
  const started = await startCell({
    entry: server.entry,
    model,
    workers: Math.min(workers, models[model].maximumWorkers),
    databaseUrl,
    rows,
  });
  try {
    const violations = [
      ...(await checkConformance(started.origin)),
      ...(await checkConnections(started)),
    ];
    return violations.map(({ rule, message }) => `${rule}: ${message}`);
  } finally {
    await started.stop();
  }
}
