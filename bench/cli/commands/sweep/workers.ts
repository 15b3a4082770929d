import { models } from "@rowbench/shared/concurrency";
import { Command } from "commander";
import { availableCells, cellLabel } from "../../../experiment/grids/cell-series.ts";
import { workersGrid } from "../../../experiment/grids/workers.ts";
import { keepChoice } from "../../../results/learned/tuned-workers.ts";
import { wholeNumber } from "../../options/arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "../../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../../options/experiment-options.ts";
import { type Place, withPlace } from "../../place.ts";
import { runGrid } from "../../run-grid.ts";

interface WorkersOptions extends ExperimentOptions, CellOptions {
  readonly connections: number;
  readonly choosingRounds: number;
}

/** `rowbench sweep workers`. */
export function workersCommand(): Command {
  const command = new Command("workers").description(
    "Measures numbers of workers up to four times the cores, and chooses one.",
  );
  return withCellOptions(withExperimentOptions(command))
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .option("--choosing-rounds <number>", "rounds that choose", wholeNumber(3, 100), 6)
    .action((options: WorkersOptions) =>
      withPlace(options, (place) => sweepWorkers(options, place)),
    );
}

async function sweepWorkers(options: WorkersOptions, place: Place): Promise<void> {
  const { connections, choosingRounds: rounds } = options;
  const cells = availableCells(await selectCells(options)).filter(
    ({ model }) => models[model].maximumWorkers > 1,
  );
  for (const cell of cells) {
    const grid = workersGrid({ cell, connections, rounds, cores: place.processors });
    const run = { ...options, rounds: 2 * rounds };
    const summary = await runGrid(
      { grid, options: run, label: `sweep-workers-${cellLabel(cell)}` },
      place,
    );
    if (summary !== undefined) keepChoice(summary);
  }
}
