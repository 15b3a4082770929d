import { type ModelName, modelNames, models } from "@rowbench/shared/concurrency";
import { Command, InvalidArgumentError } from "commander";
import type { SweepPlan, SweepPoint, SweepSeries } from "../measure/sweep.ts";
import { formatCrossing, sweepTable } from "../report/text-table.ts";
import { findCrossings } from "../statistics/crossing.ts";
import { numbersOf, parsePoolText, wholeNumber } from "./arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";
import { connectionPoints, waitPath, waitPoints } from "./sweep-points.ts";
import { publishSweep, valuesToJson } from "./sweep-report.ts";
import { inSweepSession, runSweep, type SweepOptions, withSweepOptions } from "./sweep-run.ts";
import { chooseNumbers, withWorkers } from "./workers-option.ts";

interface CellSweepOptions extends SweepOptions, CellOptions {
  /** A curve for each number; models without one have their default. */
  readonly workers: ReadonlyMap<ModelName, readonly number[]>;
  readonly pool?: string;
}

interface WaitOptions extends CellSweepOptions {
  readonly waits: readonly number[];
  readonly connections: number;
}

interface ConnectionsOptions extends CellSweepOptions {
  readonly wait: number;
  readonly connections: readonly number[];
}

/** An axis with its unit, as titles and sentences have it. */
interface Axis {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
}

const waitAxis: Axis = { name: "wait", title: "wait", unit: "ms of database wait" };
const connectionsAxis: Axis = {
  name: "connections",
  title: "connections",
  unit: "client connections",
};

/** `rowbench sweep wait`: throughput of cells by the wait in the database. */
export function sweepWaitCommand(): Command {
  return withCellSweepOptions("wait", "Measures cells by the wait in the database.")
    .option("--waits <ms>", "waits in the database", numbersOf(0, 10_000), [0, 1, 5, 20, 50])
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action((options: WaitOptions) =>
      sweepCells(options, waitAxis, waitPoints(options.waits, options.connections)),
    );
}

/** `rowbench sweep connections`: throughput of cells by the number of client connections. */
export function sweepConnectionsCommand(): Command {
  const defaults = [1, 4, 16, 64, 256, 1024];
  return withCellSweepOptions("connections", "Measures cells by the number of client connections.")
    .option("--connections <numbers>", "client connections", numbersOf(1, 10_000), defaults)
    .option("--wait <ms>", "wait in the database", wholeNumber(0, 10_000), 0)
    .action((options: ConnectionsOptions) =>
      sweepCells(
        options,
        connectionsAxis,
        connectionPoints(options.connections, waitPath(options.wait)),
      ),
    );
}

function withCellSweepOptions(name: string, description: string): Command {
  const command = new Command(name).description(description);
  return withCellOptions(withSweepOptions(command))
    .option(
      "--workers <model=number>",
      "comma-separated, such as blocking=2,blocking=16: a curve each",
      parseWorkersOf,
      new Map(),
    )
    .option("--pool <size>", "connections to PostgreSQL of the asynchronous models", parsePoolText);
}

function parseWorkersOf(text: string): ReadonlyMap<ModelName, readonly number[]> {
  const numbers = new Map<ModelName, readonly number[]>();
  for (const part of text.split(",")) {
    const [name = "", number = ""] = part.trim().split("=");
    const model = modelNames.find((known) => known === name);
    if (model === undefined)
      throw new InvalidArgumentError(`Expected a model before \`=\`, got \`${part}\`.`);
    const workers = wholeNumber(1, models[model].maximumWorkers)(number);
    numbers.set(model, [...new Set([...(numbers.get(model) ?? []), workers])]);
  }
  return numbers;
}

async function sweepCells(
  options: CellSweepOptions,
  axis: Axis,
  points: readonly SweepPoint[],
): Promise<void> {
  const { rounds, slice, seed } = options;
  const plan: SweepPlan = { rounds, slice, seed, points, series: await seriesOf(options) };
  await inSweepSession(async (session) => {
    const values = await runSweep(plan, session);
    const crossings = findCrossings(values).map((crossing) => formatCrossing(crossing, axis.unit));
    const report = {
      name: axis.name,
      title: `Requests/s by ${axis.title}`,
      table: sweepTable(axis.title, values),
      notes: crossings.length === 0 ? ["no order turns within this sweep"] : crossings,
      content: { kind: axis.name, plan, values: valuesToJson(values), crossings },
    };
    publishSweep(report, options, session);
  });
}

async function seriesOf(options: CellSweepOptions): Promise<readonly SweepSeries[]> {
  const { workers: given, pool } = options;
  const { workersOf } = chooseNumbers(undefined);
  const cells = await selectCells(options);
  return cells
    .filter(({ availability }) => availability.kind === "available")
    .flatMap(({ server, model }) => {
      const poolOption = models[model].store === "pipelined" ? { pool } : {};
      const numbers = given.get(model) ?? [workersOf(server.name, model)];
      return numbers.map((workers) => ({
        label: `${server.name}/${withWorkers(model, workers)}`,
        start: { entry: server.entry, model, workers, ...poolOption },
      }));
    });
}
