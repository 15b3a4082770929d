import { models } from "@rowbench/shared/concurrency";
import { storeTexts } from "@rowbench/shared/database";
import { Command } from "commander";
import { checkCell } from "../../experiment/cells/check-cell.ts";
import { restartCell } from "../../experiment/cells/restarts.ts";
import { availableCells, namedCell } from "../../experiment/grids/cell-series.ts";
import { startLoadGenerator } from "../../load/index.ts";
import { cellName } from "../../results/records/series.ts";
import { wholeNumber } from "../options/arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "../options/cell-options.ts";
import { inSession, type Session } from "../session.ts";

const failedExitCode = 1;
const lostExitCode = 3;

/** `rowbench list`: every cell, what it runs on, and whether this machine can run it. */
export function listCommand(): Command {
  const command = new Command("list").description("Shows every server under every model.");
  return withCellOptions(command).action(list);
}

async function list(options: CellOptions): Promise<void> {
  print(`Node.js ${process.versions.node}`);
  for (const { server, model, runtime, availability } of await selectCells(options)) {
    const state =
      availability.kind === "available"
        ? `accepted by: ${models[model].acceptor}; database: ${storeTexts[models[model].store]}`
        : `unavailable: ${availability.reason}`;
    const framework = `${server.framework} ${server.frameworkVersion}`;
    const columns = [server.name.padEnd(12), model.padEnd(11), runtime.name.padEnd(6)];
    print(`${columns.join(" ")} ${framework.padEnd(24)} ${state}`);
  }
}

/** `rowbench check`: starts each cell, checks it against the contract, and stops it. */
export function checkCommand(): Command {
  const command = new Command("check").description("Checks cells against the contract.");
  return withCellOptions(command).action(check);
}

async function check(options: CellOptions): Promise<void> {
  const cells = await selectCells(options);
  const checkAll = async ({ database, cache, signal }: Session): Promise<void> => {
    for (const cell of cells) {
      signal.throwIfAborted();
      const { availability } = cell;
      const name = cellName(namedCell(cell));
      if (availability.kind === "unavailable") print(`${name} unavailable: ${availability.reason}`);
      else report(name, await checkCell(cell, database, cache));
    }
  };
  await inSession(checkAll, { redis: "if available" });
}

function report(name: string, faults: readonly string[]): void {
  if (faults.length === 0) print(`${name} keeps the contract`);
  else process.exitCode = failedExitCode;
  for (const fault of faults) print(`${name} breaks the contract: ${fault}`);
}

interface RestartsOptions extends CellOptions {
  readonly count: number;
}

/** `rowbench restarts`: stops each cell under full load, again and again, and counts what is lost. */
export function restartsCommand(): Command {
  const command = new Command("restarts")
    .description("Stops cells under full load and counts the requests that are lost.")
    .option("--count <number>", "restarts of each cell", wholeNumber(1, 1000), 20);
  return withCellOptions(command).action(restarts);
}

async function restarts(options: RestartsOptions): Promise<void> {
  const cells = availableCells(await selectCells(options));
  await inSession(async ({ database, signal }) => {
    const generator = await startLoadGenerator();
    try {
      for (const cell of cells) {
        const { count } = options;
        const { faults, answered } = await restartCell({
          cell,
          count,
          database,
          generator,
          signal,
        });
        const without = `${count - faults.length} of ${count} restarts without a loss`;
        const name = cellName(namedCell(cell));
        print([`${name}: ${without}, ${answered} requests answered`, ...faults].join("; "));
        if (faults.length > 0) process.exitCode = lostExitCode;
      }
    } finally {
      await generator.close();
    }
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
