import { type DriverName, driverNames, usualDriver } from "@rowbench/shared/database";
import { Command, Option } from "commander";
import { availableCells, cellLabel } from "../../../experiment/grids/cell-series.ts";
import { poolsGrid } from "../../../experiment/grids/pools.ts";
import { chooseWorkerNumbers } from "../../../experiment/plan/worker-numbers.ts";
import {
  connectionsRange,
  optionWithDefault,
  parsePools,
  waitRange,
} from "../../options/arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "../../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../../options/experiment-options.ts";
import { type Place, withPlace } from "../../place.ts";
import { runGrid } from "../../run-grid.ts";

interface PoolOptions extends ExperimentOptions, CellOptions {
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: readonly number[];
  readonly driver: DriverName;
}

/** `rowbench sweep pool`. */
export function poolCommand(): Command {
  const command = new Command("pool").description(
    "Measures numbers of connections to PostgreSQL: the adaptive pool against fixed ones.",
  );
  return withCellOptions(withExperimentOptions(command))
    .addOption(
      optionWithDefault(
        "--pools <sizes>",
        "pools, comma-separated",
        parsePools,
        "adaptive,1,2,4,8,16,32,64",
      ),
    )
    .addOption(optionWithDefault("--waits <ms>", "waits in the database", waitRange, "0,1,5,20"))
    .addOption(
      optionWithDefault(
        "--connections <numbers>",
        "client connections",
        connectionsRange,
        "1,16,64,256",
      ),
    )
    .addOption(
      new Option("--driver <name>", "PostgreSQL driver").choices(driverNames).default(usualDriver),
    )
    .action((options: PoolOptions) => withPlace(options, (place) => sweepPool(options, place)));
}

async function sweepPool(options: PoolOptions, place: Place): Promise<void> {
  const models = options.models ?? (["single"] as const);
  const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
  for (const cell of availableCells(await selectCells({ ...options, models }))) {
    const grid = poolsGrid({ ...options, cell, workersOf });
    await runGrid({ grid, options, label: `sweep-pool-${cellLabel(cell)}` }, place);
  }
}
