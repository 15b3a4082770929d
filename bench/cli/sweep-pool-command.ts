import type { Cell } from "@rowbench/shared/concurrency";
import { type DriverName, driverNames } from "@rowbench/shared/database";
import { Command, Option } from "commander";
import type { SweepPlan } from "../measure/sweep.ts";
import { formatRatio, sweepTable } from "../report/text-table.ts";
import { geometricMean } from "../statistics/geometric-mean.ts";
import { pairedMean } from "../statistics/paired-ratio.ts";
import { bestAt, ratioAt, type SweepValues } from "../statistics/sweep-summary.ts";
import { numbersOf, parsePools } from "./arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";
import { waitPath } from "./sweep-points.ts";
import { publishSweep, valuesToJson } from "./sweep-report.ts";
import { inSweepSession, runSweep, type SweepOptions, withSweepOptions } from "./sweep-run.ts";
import { chooseNumbers } from "./workers-option.ts";

interface PoolOptions extends SweepOptions, CellOptions {
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: readonly number[];
  readonly driver: DriverName;
}

const pools = ["adaptive", "1", "2", "4", "8", "16", "32", "64"];

/** `rowbench sweep pool`: throughput by connections to PostgreSQL. */
export function sweepPoolCommand(): Command {
  const command = new Command("pool").description(
    "Measures numbers of connections to PostgreSQL: the adaptive pool against fixed ones.",
  );
  return withCellOptions(withSweepOptions(command))
    .option("--pools <sizes>", "pools, comma-separated", parsePools, pools)
    .option("--waits <ms>", "waits in the database", numbersOf(0, 10_000), [0, 1, 5, 20])
    .option("--connections <numbers>", "client connections", numbersOf(1, 10_000), [1, 16, 64, 256])
    .addOption(
      new Option("--driver <name>", "PostgreSQL driver").choices(driverNames).default("postgres"),
    )
    .action(sweepPool);
}

async function sweepPool(options: PoolOptions): Promise<void> {
  const chosen = { ...options, models: options.models ?? (["single"] as const) };
  const cells = (await selectCells(chosen)).filter(
    ({ availability }) => availability.kind === "available",
  );
  await inSweepSession(async (session) => {
    for (const cell of cells) {
      const plan = planFor(cell, options);
      const values = await runSweep(plan, session);
      const name = `${cell.server.name}/${cell.model}`;
      const report = {
        name: `pool-${name.replace("/", "-")}`,
        title: `${name}, by pool`,
        table: poolTable(values),
        notes: summarize(plan, values),
        content: { kind: "pool", cell: name, plan, values: valuesToJson(values) },
      };
      publishSweep(report, options, session);
    }
  });
}

function planFor({ server, model }: Cell, options: PoolOptions): SweepPlan {
  const { rounds, slice, seed, driver } = options;
  const workers = chooseNumbers(undefined).workersOf(server.name, model);
  return {
    rounds,
    slice,
    seed,
    series: options.pools.map((pool) => ({
      label: pool,
      start: { entry: server.entry, model, workers, pool, driver },
    })),
    points: options.waits.flatMap((wait) =>
      options.connections.map((connections) => ({
        label: `${wait} ms, ${connections} client${connections === 1 ? "" : "s"}`,
        value: wait,
        load: { path: waitPath(wait), expect: "row" as const, connections },
      })),
    ),
  };
}

const adaptive = "adaptive";

function poolTable(values: SweepValues) {
  const fixed = fixedOf(values);
  const [titles = [], ...rows] = sweepTable("wait, clients", values);
  if (!values.series.includes(adaptive) || fixed.length === 0) return [titles, ...rows];
  return [
    [...titles, "best fixed", "adaptive / best fixed"],
    ...rows.map((row, index) => {
      const point = values.points[index]?.label ?? "";
      const best = bestAt(values, fixed, point);
      const ratio = best === undefined ? undefined : ratioAt(values, adaptive, best, point);
      return [...row, best ?? "–", formatRatio(ratio)];
    }),
  ];
}

function summarize(plan: SweepPlan, values: SweepValues): readonly string[] {
  const ratios = values.points.flatMap(({ label }) => {
    const best = bestAt(values, fixedOf(values), label);
    const ratio = best === undefined ? undefined : ratioAt(values, adaptive, best, label);
    return ratio === undefined ? [] : [ratio.ratio];
  });
  if (ratios.length === 0) return [];
  return [
    ...describeCost(plan, values),
    `adaptive / best fixed: ${geometricMean(ratios).toFixed(3)} on average, ${Math.min(...ratios).toFixed(3)} at worst. The best fixed pool of each line was picked by its own figures, which favours it.`,
  ];
}

/** What the policy itself costs: where one connection is right, it decides the same. */
function describeCost({ points }: SweepPlan, values: SweepValues): readonly string[] {
  const differences = points
    // A single client leaves the server idle: what it then burns is no cost of a policy.
    .filter(({ value, load }) => value === 0 && load.connections > 1)
    .flatMap(({ label }) => {
      const one = values.cpuOf("1", label);
      return [...values.cpuOf(adaptive, label)].flatMap(([round, cpu]) => {
        const other = one.get(round);
        return other === undefined ? [] : [cpu - other];
      });
    });
  if (differences.length < 2) return [];
  const { mean, low, high } = pairedMean(differences);
  const [middle, from, to] = [mean, low, high].map((value) => value.toFixed(1));
  return [
    `CPU of a request without wait: ${middle} µs [${from}, ${to}] more than with one connection, over all numbers of clients above one.`,
  ];
}

function fixedOf({ series }: SweepValues): readonly string[] {
  return series.filter((name) => !name.startsWith(adaptive));
}
