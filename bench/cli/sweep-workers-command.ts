import { availableParallelism } from "node:os";
import { type Cell, models } from "@rowbench/shared/concurrency";
import { Command } from "commander";
import { describeMachine } from "../measure/machine.ts";
import type { SweepPlan, SweepSample, SweepSeries } from "../measure/sweep.ts";
import { saveTunedWorkers } from "../measure/tuned-workers.ts";
import { formatCurve, formatFreshMeasure } from "../report/curve.ts";
import { ratioAt, type SweepValues } from "../statistics/sweep-summary.ts";
import {
  chooseWorkers,
  countsToGoOn,
  type WorkerChoice,
  type WorkerCount,
  workerCounts,
} from "../statistics/worker-choice.ts";
import { wholeNumber } from "./arguments.ts";
import { type CellOptions, selectCells, withCellOptions } from "./cell-options.ts";
import { tunedWorkersFile } from "./results-folder.ts";
import { connectionPoints } from "./sweep-points.ts";
import { describeSweep, saveSweep, valuesToJson } from "./sweep-report.ts";
import {
  inSweepSession,
  runSweep,
  type SweepOptions,
  type SweepSession,
  withSweepOptions,
} from "./sweep-run.ts";

interface WorkersOptions extends CellOptions, SweepOptions {
  readonly connections: number;
}

/** `rowbench sweep workers`: throughput by number of workers, and the number to use. */
export function sweepWorkersCommand(): Command {
  const command = new Command("workers").description(
    "Measures numbers of workers up to four times the cores, and chooses one.",
  );
  return withCellOptions(withSweepOptions(command))
    .option("--connections <number>", "client connections", wholeNumber(1, 10_000), 64)
    .action(sweepWorkers);
}

async function sweepWorkers(options: WorkersOptions): Promise<void> {
  const cells = (await selectCells(options)).filter(
    ({ model, availability }) =>
      availability.kind === "available" && models[model].maximumWorkers > 1,
  );
  await inSweepSession(async (session) => {
    for (const cell of cells) await sweepCell(cell, options, session);
  });
}

async function sweepCell(
  cell: Cell,
  options: WorkersOptions,
  session: SweepSession,
): Promise<void> {
  const { server, model } = cell;
  const name = `${server.name}/${model}`;
  const { maximumWorkers, defaultWorkers } = models[model];
  const cores = availableParallelism();
  const counts = workerCounts(cores, maximumWorkers);
  const plan = planFor(cell, counts, options);
  const values = await runSweep(plan, session, (samples) => remainingOf(plan, samples));
  const choice = chooseWorkers(countsOf(plan, values));
  const fresh = await measureAfresh(cell, choice, defaultWorkers(cores), options, session);
  saveTunedWorkers(tunedWorkersFile, name, choice.chosen, describeMachine());
  const text = [formatCurve(name, choice), fresh.text, describeSweep(options, session)].join("\n");
  const sweep = { kind: "workers", cell: name, plan, values: valuesToJson(values), choice };
  const folder = saveSweep(
    `workers-${name.replace("/", "-")}`,
    { ...sweep, afresh: valuesToJson(fresh.values) },
    `\`\`\`\n${text}\n\`\`\``,
  );
  process.stdout.write(`\n${text}\n`);
  process.stderr.write(`results in ${folder}\n`);
}

function planFor(
  { server, model }: Cell,
  counts: readonly number[],
  { rounds, slice, seed, connections }: WorkersOptions,
): SweepPlan {
  return {
    rounds,
    slice,
    seed,
    points: connectionPoints([connections], "/db"),
    series: counts.map((workers) => ({
      label: String(workers),
      start: { entry: server.entry, model, workers },
    })),
  };
}

/** Counts that are clearly too many are not measured in the rounds that follow. */
function remainingOf(
  { series }: SweepPlan,
  samples: readonly SweepSample[],
): readonly SweepSeries[] {
  const counts = series.map(({ label }) => ({
    workers: Number(label),
    memory: 0,
    throughputs: new Map(
      samples
        .filter((sample) => sample.series === label)
        .map(({ round, throughput }) => [round, throughput]),
    ),
  }));
  const going = countsToGoOn(counts);
  return series.filter(({ label }) => going.includes(Number(label)));
}

function countsOf({ series, points }: SweepPlan, values: SweepValues): readonly WorkerCount[] {
  const [point] = points;
  return series.map(({ label }) => ({
    workers: Number(label),
    throughputs: values.valuesOf(label, point?.label ?? ""),
    memory: values.memoryOf(label),
  }));
}

/** The choice was picked by its own figures: new starts say what it is worth. */
async function measureAfresh(
  cell: Cell,
  { chosen }: WorkerChoice,
  byDefault: number,
  options: WorkersOptions,
  session: SweepSession,
): Promise<{ readonly values: SweepValues; readonly text: string }> {
  const counts = [...new Set([chosen, byDefault])];
  const plan = planFor(cell, counts, { ...options, seed: options.seed + 1 });
  const values = await runSweep(plan, session);
  const point = plan.points[0]?.label ?? "";
  const throughputs = [...values.valuesOf(String(chosen), point).values()];
  const ratio = ratioAt(values, String(chosen), String(byDefault), point);
  return { values, text: formatFreshMeasure(chosen, byDefault, throughputs, ratio) };
}
