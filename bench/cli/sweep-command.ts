import { type Cell, type ModelName, models } from "@rowbench/shared/concurrency";
import {
  type DriverName,
  driverNames,
  driverRuntimes,
  usualDriver,
} from "@rowbench/shared/database";
import { ownRuntime, type Runtime, requireRuntime } from "@rowbench/shared/runtimes";
import { Command, Option } from "commander";
import { availableCells } from "../experiment/grids/cell-series.ts";
import { type Axis, connectionsAxis, curvesGrid, waitAxis } from "../experiment/grids/curves.ts";
import { connectionLoads, waitLoads } from "../experiment/grids/loads.ts";
import { partsGrid } from "../experiment/grids/parts.ts";
import { poolsGrid } from "../experiment/grids/pools.ts";
import { workersGrid } from "../experiment/grids/workers.ts";
import { chooseWorkerNumbers } from "../experiment/worker-numbers.ts";
import type { Load } from "../results/load.ts";
import { keepChoice } from "../results/tuned-workers.ts";
import {
  numbersOf,
  parsePools,
  parsePoolText,
  parseRuntimes,
  parseWorkersOf,
  wholeNumber,
} from "./arguments.ts";
import { type CellOptions, selectCells, serverNames, withCellOptions } from "./cell-options.ts";
import { type ExperimentOptions, withExperimentOptions } from "./experiment-options.ts";
import { type Place, withPlace } from "./place.ts";
import { runGrid } from "./run-grid.ts";
import { driversCommand, layerCommand } from "./sweep-drivers-command.ts";
import { mistakesCommand } from "./sweep-mistakes-command.ts";

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

interface PoolOptions extends ExperimentOptions, CellOptions {
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: readonly number[];
  readonly driver: DriverName;
}

interface WorkersOptions extends ExperimentOptions, CellOptions {
  readonly connections: number;
  readonly choosingRounds: number;
}

interface PartsOptions extends ExperimentOptions {
  readonly server: string;
  readonly runtimes?: readonly Runtime[];
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: number;
}

const waitRange = numbersOf(0, 10_000);
const connectionsRange = numbersOf(1, 10_000);

/** `rowbench sweep …`: one thing over a range of settings. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("Measures one thing over a range of settings.")
    .addCommand(workersCommand())
    .addCommand(poolCommand())
    .addCommand(waitCommand())
    .addCommand(connectionsCommand())
    .addCommand(partsCommand())
    .addCommand(driversCommand())
    .addCommand(layerCommand())
    .addCommand(mistakesCommand());
}

function waitCommand(): Command {
  return withCurvesOptions("wait", "Measures cells by the wait in the database.")
    .option("--waits <ms>", "waits in the database", waitRange, [0, 1, 5, 20, 50])
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action((options: WaitOptions) => {
      const loads = waitLoads(options.waits, options.connections);
      return withPlace(options, (place) => sweepCurves(options, place, waitAxis, loads));
    });
}

function connectionsCommand(): Command {
  const defaults = [1, 4, 16, 64, 256, 1024];
  return withCurvesOptions("connections", "Measures cells by the number of client connections.")
    .option("--connections <numbers>", "client connections", connectionsRange, defaults)
    .option("--wait <ms>", "wait in the database", wholeNumber(0, 10_000), 0)
    .action((options: ConnectionsOptions) => {
      const loads = connectionLoads(options.connections, options.wait);
      return withPlace(options, (place) => sweepCurves(options, place, connectionsAxis, loads));
    });
}

function withCurvesOptions(name: string, description: string): Command {
  const command = withExperimentOptions(new Command(name).description(description));
  return withCellOptions(command)
    .option(
      "--workers <model=number>",
      "comma-separated, such as blocking=2,blocking=16: a curve each",
      parseWorkersOf,
      new Map(),
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

function poolCommand(): Command {
  const pools = ["adaptive", "1", "2", "4", "8", "16", "32", "64"];
  const command = new Command("pool").description(
    "Measures numbers of connections to PostgreSQL: the adaptive pool against fixed ones.",
  );
  return withCellOptions(withExperimentOptions(command))
    .option("--pools <sizes>", "pools, comma-separated", parsePools, pools)
    .option("--waits <ms>", "waits in the database", waitRange, [0, 1, 5, 20])
    .option("--connections <numbers>", "client connections", connectionsRange, [1, 16, 64, 256])
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
    await runGrid({ grid, options, label: `sweep-pool-${nameOf(cell)}` }, place);
  }
}

function workersCommand(): Command {
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
  const { connections, choosingRounds } = options;
  const cells = availableCells(await selectCells(options)).filter(
    ({ model }) => models[model].maximumWorkers > 1,
  );
  for (const cell of cells) {
    const grid = workersGrid({
      cell,
      connections,
      rounds: choosingRounds,
      cores: place.processors,
    });
    const run = { ...options, rounds: 2 * choosingRounds };
    const label = `sweep-workers-${nameOf(cell)}`;
    const summary = await runGrid({ grid, options: run, label }, place);
    if (summary !== undefined) keepChoice(summary);
  }
}

function partsCommand(): Command {
  const command = new Command("parts").description(
    "Changes one part at a time (framework, model, driver, pool) and measures what it decides.",
  );
  return withExperimentOptions(command)
    .addOption(
      new Option("--server <name>", "server to start from")
        .choices(serverNames())
        .default("node-http"),
    )
    .option("--pools <sizes>", "pools, comma-separated", parsePools, ["1", "8", "64"])
    .option("--runtimes <names>", "other runtimes, comma-separated", parseRuntimes)
    .option("--waits <ms>", "waits in the database", waitRange, [0, 20])
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

const nameOf = ({ server, model }: Cell): string => `${server.name}-${model}`;
