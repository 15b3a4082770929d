import { type RedisClientName, redisClientNames } from "@rowbench/shared/cache";
import type { Cell } from "@rowbench/shared/concurrency";
import {
  type Microseconds,
  microseconds,
  type RequestsPerSecond,
  RowbenchError,
} from "@rowbench/shared/contract";
import { type DriverName, driverNames } from "@rowbench/shared/database";
import { Command, Option } from "commander";
import { bridgesOf } from "../../experiment/grids/bridges.ts";
import type { WorkersOf } from "../../experiment/grids/cell-series.ts";
import type { Grid } from "../../experiment/grids/grid.ts";
import { rankingGrid } from "../../experiment/grids/ranking.ts";
import {
  cellsWithin,
  describeLeftOut,
  withoutColdLatency,
  withRoomFor,
} from "../../experiment/plan/within-budget.ts";
import { chooseWorkerNumbers, type WorkersOption } from "../../experiment/plan/worker-numbers.ts";
import {
  findTopology,
  type TopologyName,
  topologyNames,
} from "../../experiment/topology/topology.ts";
import { type ConnectionUse, connectionUses } from "../../load/index.ts";
import { baselineServer } from "../../report/views/server.ts";
import { type PaceName, paceNames, pacesOf } from "../../results/records/load.ts";
import { needsRedis } from "../../results/records/workload.ts";
import {
  optionWithDefault,
  parseDuration,
  parsePoolText,
  parseRate,
  parseWorkers,
  wholeNumber,
  wordsOf,
} from "../options/arguments.ts";
import {
  type CellOptions,
  selectCells,
  serverNames,
  withCellOptions,
} from "../options/cell-options.ts";
import {
  type ExperimentOptions,
  type LoadOptions,
  withExperimentOptions,
  withLoadOptions,
} from "../options/experiment-options.ts";
import { type Place, withPlace } from "../place.ts";
import { runGrid } from "../run-grid.ts";

interface BenchOptions extends CellOptions, ExperimentOptions, LoadOptions {
  readonly workers?: WorkersOption;
  readonly connection: ConnectionUse;
  readonly pipeline: number;
  readonly pool?: string;
  readonly driver?: DriverName;
  readonly redisClients?: readonly RedisClientName[];
  readonly topology?: readonly TopologyName[];
  readonly rows?: number;
  /** Those of the default where servers are warm beside them when absent. */
  readonly paces?: readonly PaceName[];
  readonly rate?: RequestsPerSecond;
  readonly slo: Microseconds;
  /** The server whose page is printed, and that is measured beside the baseline unless said. */
  readonly page?: string;
}

const usualPaces: readonly PaceName[] = ["common"];

/** `rowbench bench`: measures every available cell and prints the ranking. */
export function benchCommand(): Command {
  const command = new Command("bench").description("Measures every available cell and ranks them.");
  return withLoadOptions(withExperimentOptions(withCellOptions(command)))
    .option("--workers <number>", "workers of every model, or `tuned` by a sweep", parseWorkers)
    .addOption(
      new Option("--connection <use>", "whether client connections are kept")
        .choices(connectionUses)
        .default("keep-alive"),
    )
    .option("--pipeline <number>", "requests sent together", wholeNumber(1, 1024), 1)
    .option("--pool <size>", "connections to PostgreSQL of the async models", parsePoolText)
    .addOption(new Option("--driver <name>", "PostgreSQL driver").choices(driverNames))
    .option(
      "--redis-clients <names>",
      `clients of Redis, comma-separated: ${redisClientNames.join(", ")}`,
      wordsOf("Redis client", redisClientNames),
    )
    .option(
      "--topology <names>",
      `what stands around the servers, comma-separated: ${topologyNames.join(", ")}`,
      wordsOf("topology", topologyNames),
    )
    .option("--rows <number>", "rows in the table", wholeNumber(1, 10_000_000))
    .option(
      "--paces <names>",
      `open loops, comma-separated: ${paceNames.join(", ")} (default: common, where the budget has room)`,
      wordsOf("pace", paceNames),
    )
    .option("--rate <number>", "requests/s of the common pace (default: by a pilot)", parseRate)
    .addOption(
      optionWithDefault(
        "--slo <time>",
        "limit of P99 for the pace objective",
        (text) => microseconds(parseDuration(text) * 1000),
        "10ms",
      ),
    )
    .addOption(
      new Option(
        "--page <server>",
        "measure one server beside the baseline and print its page",
      ).choices(serverNames()),
    )
    .action((options: BenchOptions) => withPlace(options, (place) => bench(options, place)));
}

async function bench(given: BenchOptions, place: Place): Promise<void> {
  const options = withPage(given);
  const { page } = options;
  assertPipeline(options);
  assertRedisClients(options);
  const all = await selectCells(options);
  const { workersOf, untuned } = chooseWorkerNumbers(options.workers, place.processors);
  const gridOf = (cells: readonly Cell[]) => gridFor(options, cells, workersOf, place.processors);
  const chosen = options.models === undefined ? cellsWithin(options, all, gridOf) : all;
  const cells = withRoomFor(await bridgesOf(chosen), options, chosen, gridOf);
  const whole = gridOf(cells);
  const grid = asksForLatency(options) ? whole : withoutColdLatency(whole, options);
  const remarks = [...describeLeftOut(all, cells, grid === whole), ...describeUntuned(untuned)];
  const { rows } = options;
  await runGrid({ grid, options, label: page ?? "bench", remarks, page, rows }, place);
}

function asksForLatency({ paces, rate }: BenchOptions): boolean {
  return paces !== undefined || rate !== undefined;
}

/** A page says what its server costs above the baseline. */
function withPage(options: BenchOptions): BenchOptions {
  const { page } = options;
  if (page === undefined) return options;
  const servers = options.servers ?? [...new Set([page, baselineServer])];
  if (servers.includes(page)) return { ...options, servers };
  throw new RowbenchError("USAGE", `--page ${page} needs \`${page}\` among --servers`);
}

function gridFor(
  options: BenchOptions,
  cells: readonly Cell[],
  workersOf: WorkersOf,
  processors: number,
): Grid {
  const { workload: workloads, connections, connection, pipeline } = options;
  const { pool, driver, redisClients, topology } = options;
  const { paces = usualPaces, rate, slo } = options;
  const load = { connection, pipeline, paces: pacesOf(paces, rate, slo) };
  return rankingGrid({
    cells,
    workersOf,
    workloads,
    connections,
    load,
    pool,
    driver,
    redisClients,
    topologies: topology?.map((name) => findTopology(name, processors)),
  });
}

function assertPipeline({ pipeline, connection }: BenchOptions): void {
  if (pipeline > 1 && connection === "close")
    throw new RowbenchError("USAGE", "--pipeline needs connections that are kept");
}

/** Without that workload they would be copies of each other. */
function assertRedisClients({ redisClients, workload }: BenchOptions): void {
  if (redisClients !== undefined && !workload.some(needsRedis))
    throw new RowbenchError("USAGE", "--redis-clients needs `--workload redis`");
}

function describeUntuned(untuned: ReadonlySet<string>): readonly string[] {
  if (untuned.size === 0) return [];
  return [
    `not tuned on this machine  ${[...untuned].join(", ")}: run \`rowbench sweep workers\`; they get their model's default`,
  ];
}
