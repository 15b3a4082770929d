import { type DriverName, driverNames } from "@rowbench/shared/database";
import { Command } from "commander";
import { bareServers, codeOrBare } from "../../../experiment/code/bare-servers.ts";
import { comparisonGrid, type VersionPair } from "../../../experiment/grids/comparison.ts";
import { driverPairs, layerPairs } from "../../../experiment/grids/drivers.ts";
import { connectionLoads } from "../../../experiment/grids/loads.ts";
import { chooseWorkerNumbers } from "../../../experiment/plan/worker-numbers.ts";
import {
  connectionsRange,
  optionWithDefault,
  parsePools,
  wordsOf,
} from "../../options/arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "../../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../../options/experiment-options.ts";
import { type Place, withPlace } from "../../place.ts";
import { runGrid } from "../../run-grid.ts";

interface DriversOptions extends ExperimentOptions, CellOptions {
  readonly drivers: readonly DriverName[];
  readonly connections: readonly number[];
}

interface LayerOptions extends DriversOptions {
  readonly pools: readonly string[];
}

const usualModels = ["single"] as const;

/** `rowbench sweep drivers`: what speaks to PostgreSQL, each against the first one. */
export function driversCommand(): Command {
  const command = new Command("drivers").description(
    "Compares PostgreSQL drivers on look-ups, each with the first one.",
  );
  return withDriverOptions(command, "pg,postgres,wire").action((options: DriversOptions) =>
    withPlace(options, async (place) => {
      const cells = await selectCells({ models: usualModels, ...options });
      const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
      const pairs = driverPairs({ ...options, cells, workersOf });
      await comparePairs(pairs, options, place, "drivers");
    }),
  );
}

/** `rowbench sweep layer`: what this project's database layer costs, against bare frameworks. */
export function layerCommand(): Command {
  const command = new Command("layer").description(
    "Measures what the shared database layer costs, against the framework and the driver alone.",
  );
  return withDriverOptions(command, "pg,postgres")
    .addOption(
      optionWithDefault("--pools <sizes>", "pools, comma-separated", parsePools, "1,adaptive"),
    )
    .action((options: LayerOptions) =>
      withPlace(options, async (place) => {
        const cells = await selectCells({ servers: bareServers, models: usualModels, ...options });
        const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
        const pairs = layerPairs({ ...options, cells, workersOf }, options.pools);
        await comparePairs(pairs, options, place, "layer");
      }),
    );
}

function withDriverOptions(command: Command, usual: string): Command {
  return withCellOptions(withExperimentOptions(command))
    .addOption(
      optionWithDefault(
        "--drivers <names>",
        `drivers, comma-separated: ${driverNames.join(", ")}`,
        wordsOf("driver", driverNames),
        usual,
      ),
    )
    .addOption(
      optionWithDefault(
        "--connections <numbers>",
        "client connections",
        connectionsRange,
        "16,64,256",
      ),
    );
}

async function comparePairs(
  pairs: readonly VersionPair[],
  options: DriversOptions,
  place: Place,
  name: string,
): Promise<void> {
  const loads = connectionLoads(options.connections, 0).map((load) => ({
    ...load,
    name: `${load.connections} clients`,
  }));
  const grid = comparisonGrid(pairs, loads);
  const run = { grid, options, label: `sweep-${name}`, codeOf: codeOrBare() };
  await runGrid(run, place);
}
