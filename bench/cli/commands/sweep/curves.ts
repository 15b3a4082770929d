import type { ModelName } from "@rowbench/shared/concurrency";
import { Command, Option } from "commander";
import {
  type Axis,
  connectionsAxis,
  curvesGrid,
  waitAxis,
} from "../../../experiment/grids/curves.ts";
import { connectionLoads, waitLoads } from "../../../experiment/grids/loads.ts";
import { chooseWorkerNumbers } from "../../../experiment/plan/worker-numbers.ts";
import type { Load } from "../../../results/records/load.ts";
import {
  connectionsRange,
  optionWithDefault,
  parsePoolText,
  parseWorkersOf,
  waitRange,
  wholeNumber,
} from "../../options/arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "../../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../../options/experiment-options.ts";
import { type Place, withPlace } from "../../place.ts";
import { runGrid } from "../../run-grid.ts";

interface CurvesOptions extends ExperimentOptions, CellOptions {
  /** A curve for each number; models without one have their default. */
  readonly workers: ReadonlyMap<ModelName, readonly number[]>;
  readonly pool?: string;
}

interface WaitOptions extends CurvesOptions {
  readonly waits: readonly number[];
  readonly connections: number;
}

interface ConnectionsOptions extends CurvesOptions {
  readonly wait: number;
  readonly connections: readonly number[];
}

/** `rowbench sweep wait`. */
export function waitCommand(): Command {
  return withCurvesOptions("wait", "Measures cells by the wait in the database.")
    .addOption(optionWithDefault("--waits <ms>", "waits in the database", waitRange, "0,1,5,20,50"))
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action((options: WaitOptions) => {
      const loads = waitLoads(options.waits, options.connections);
      return withPlace(options, (place) => sweepCurves(options, place, waitAxis, loads));
    });
}

/** `rowbench sweep connections`. */
export function connectionsCommand(): Command {
  return withCurvesOptions("connections", "Measures cells by the number of client connections.")
    .addOption(
      optionWithDefault(
        "--connections <numbers>",
        "client connections",
        connectionsRange,
        "1,4,16,64,256,1024",
      ),
    )
    .option("--wait <ms>", "wait in the database", wholeNumber(0, 10_000), 0)
    .action((options: ConnectionsOptions) => {
      const loads = connectionLoads(options.connections, options.wait);
      return withPlace(options, (place) => sweepCurves(options, place, connectionsAxis, loads));
    });
}

function withCurvesOptions(name: string, description: string): Command {
  const command = withExperimentOptions(new Command(name).description(description));
  return withCellOptions(command)
    .addOption(
      new Option(
        "--workers <model=number>",
        "comma-separated, such as blocking=2,blocking=16: a curve each",
      )
        .argParser(parseWorkersOf)
        .default(new Map(), "each model's own"),
    )
    .option("--pool <size>", "connections to PostgreSQL of the asynchronous models", parsePoolText);
}

async function sweepCurves(
  options: CurvesOptions,
  place: Place,
  axis: Axis,
  loads: readonly Load[],
): Promise<void> {
  const cells = await selectCells(options);
  const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
  const { workers: numbers, pool } = options;
  const grid = curvesGrid({ cells, axis, loads, numbers, workersOf, pool });
  await runGrid({ grid, options, label: `sweep-${axis.name}` }, place);
}
