import { models, storeTexts } from "@rowbench/shared/concurrency";
import { Command } from "commander";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";

/** `rowbench list`: every cell, what it runs on, and whether this machine can run it. */
export function listCommand(): Command {
  const command = new Command("list").description("Shows every server under every model.");
  return withCellOptions(command).action(list);
}

async function list(options: CellOptions): Promise<void> {
  process.stdout.write(`Node.js ${process.versions.node}\n`);
  for (const { server, model, availability } of await selectCells(options)) {
    const state =
      availability.kind === "available"
        ? `accepted by: ${models[model].acceptor}; database: ${storeTexts[models[model].store]}`
        : `unavailable: ${availability.reason}`;
    const framework = `${server.framework} ${server.frameworkVersion}`;
    process.stdout.write(
      `${server.name.padEnd(12)} ${model.padEnd(11)} ${framework.padEnd(24)} ${state}\n`,
    );
  }
}
