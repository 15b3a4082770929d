import { driverNames, driverRuntimes, usualDriver } from "@rowbench/shared/database";
import { ownRuntime, type Runtime, requireRuntime } from "@rowbench/shared/runtimes";
import { Command, Option } from "commander";
import { partsGrid } from "../../../experiment/grids/parts.ts";
import { chooseWorkerNumbers } from "../../../experiment/plan/worker-numbers.ts";
import {
  optionWithDefault,
  parsePools,
  parseRuntimes,
  waitRange,
  wholeNumber,
} from "../../options/arguments.ts";
import { selectCells, serverNames } from "../../options/cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "../../options/experiment-options.ts";
import { type Place, withPlace } from "../../place.ts";
import { runGrid } from "../../run-grid.ts";

interface PartsOptions extends ExperimentOptions {
  readonly server: string;
  readonly runtimes?: readonly Runtime[];
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: number;
}

/** `rowbench sweep parts`. */
export function partsCommand(): Command {
  const command = new Command("parts").description(
    "Changes one part at a time (framework, model, driver, pool) and measures what it decides.",
  );
  return withExperimentOptions(command)
    .addOption(
      new Option("--server <name>", "server to start from")
        .choices(serverNames())
        .default("node-http"),
    )
    .addOption(optionWithDefault("--pools <sizes>", "pools, comma-separated", parsePools, "1,8,64"))
    .option("--runtimes <names>", "other runtimes, comma-separated", parseRuntimes)
    .addOption(optionWithDefault("--waits <ms>", "waits in the database", waitRange, "0,20"))
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action((options: PartsOptions) => withPlace(options, (place) => sweepParts(options, place)));
}

async function sweepParts(options: PartsOptions, place: Place): Promise<void> {
  const cells = await selectCells({});
  const others = driverNames.filter((name) => name !== usualDriver);
  // One that is part of a runtime would change two parts at once.
  const drivers = others.filter((name) => driverRuntimes[name] === undefined);
  const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
  const runtimes = (options.runtimes ?? []).map(({ name }) => requireRuntime(name).name);
  const otherRuntimes = runtimes.filter((name) => name !== ownRuntime().name);
  const grid = partsGrid({ ...options, cells, workersOf, drivers, runtimes: otherRuntimes });
  await runGrid({ grid, options, label: "sweep-parts" }, place);
}
