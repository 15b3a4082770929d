import { RowbenchError } from "@rowbench/shared/contract";
import { findRuntime } from "@rowbench/shared/runtimes";
import { Command } from "commander";
import type { ServerCode } from "../../experiment/code/server-code.ts";
import { cellPair, codeOfVersions, versionPairs } from "../../experiment/code/versions.ts";
import {
  type NamedCell,
  seriesOfCells,
  unavailableCells,
} from "../../experiment/grids/cell-series.ts";
import { comparisonGrid, type VersionPair } from "../../experiment/grids/comparison.ts";
import { loadOf } from "../../experiment/grids/loads.ts";
import { chooseWorkerNumbers } from "../../experiment/plan/worker-numbers.ts";
import { prepareTree } from "../../experiment/trees/prepare-tree.ts";
import { formatRunsComparison } from "../../report/formats/runs-comparison.ts";
import { repositoryRoot } from "../../results/records/places.ts";
import type { Series } from "../../results/records/series.ts";
import {
  type JudgedPair,
  type Limit,
  regressionsBeyond,
} from "../../results/summary/regressions.ts";
import { parseCell, parseLimits } from "../options/arguments.ts";
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
import { readComparison } from "../read-comparison.ts";
import { runGrid } from "../run-grid.ts";
import { say, withInterrupt } from "../session.ts";
import { terminalOptions } from "../terminal/terminal-stream.ts";

interface CompareOptions extends ExperimentOptions, CellOptions, LoadOptions {
  readonly base?: string;
  readonly failOn?: readonly Limit[];
  readonly anyway?: boolean;
}

const worseExitCode = 1;

/** `rowbench compare`: two versions of the tree, two cells or two finished runs, with verdicts. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .description("Compares two versions of the tree, two cells, or two finished runs.")
    .argument("[before]", "a run's folder, or a cell such as express/single")
    .argument("[after]", "the other one")
    .option("--base <ref>", "git ref to compare the present tree with, interleaved");
  return withLoadOptions(withExperimentOptions(withCellOptions(command)))
    .option(
      "--fail-on <limits>",
      "end with 1 when req/s or CPU time a request are surely worse by more, slower:5%,costlier:2%",
      parseLimits,
    )
    .option("--anyway", "compare runs of different machines, runtimes or workloads")
    .action(compare);
}

async function compare(
  before: string | undefined,
  after: string | undefined,
  options: CompareOptions,
): Promise<void> {
  const { base } = options;
  if (base !== undefined && options.on.kind !== "local")
    throw new RowbenchError("USAGE", "--base compares trees on this machine: leave --on out");
  if (base !== undefined && before === undefined)
    return withPlace(options, (place) => compareVersions(base, options, place));
  if (before === undefined || after === undefined || options.base !== undefined)
    throw new RowbenchError(
      "USAGE",
      "compare takes two runs, two cells such as `express/single fastify/single`, or --base <ref>",
    );
  const [first, second] = [parseCell(before, serverNames()), parseCell(after, serverNames())];
  if (first !== undefined && second !== undefined)
    return withPlace(options, (place) => compareCells(first, second, options, place));
  compareFolders(before, after, options);
}

function compareFolders(before: string, after: string, { anyway, failOn }: CompareOptions): void {
  const comparison = readComparison(before, after, { ...(anyway && { anyway }) });
  process.stdout.write(`${formatRunsComparison(comparison, terminalOptions(process.stdout))}\n`);
  failWhenWorse(
    comparison.rows.map(({ series, figures }) => ({ name: series, figures })),
    failOn,
  );
}

async function compareCells(
  before: NamedCell,
  after: NamedCell,
  options: CompareOptions,
  place: Place,
): Promise<void> {
  const pair = cellPair(await seriesNamed(before, place), await seriesNamed(after, place));
  await comparePairs([pair], options, place);
}

async function seriesNamed(
  { server, model, runtime }: NamedCell,
  { processors }: Place,
): Promise<Series> {
  const runtimes = runtime === undefined ? {} : { runtimes: [findRuntime(runtime)] };
  const cells = await selectCells({ servers: [server], models: [model], ...runtimes });
  const [series] = seriesOfCells(cells, chooseWorkerNumbers(undefined, processors).workersOf);
  if (series !== undefined) return series;
  const [missing] = unavailableCells(cells);
  throw new RowbenchError("USAGE", `${server}/${model} cannot run here: ${missing?.reason}`);
}

async function compareVersions(ref: string, options: CompareOptions, place: Place): Promise<void> {
  await withInterrupt(async (signal) => {
    const environment = process.env;
    const repository = repositoryRoot;
    const tree = await prepareTree(ref, { repository, environment, onProgress: say, signal });
    try {
      const { workersOf } = chooseWorkerNumbers(undefined, place.processors);
      const pairs = versionPairs(ref, tree, await selectCells(options), workersOf);
      await comparePairs(pairs, options, place, codeOfVersions(tree));
    } finally {
      await tree.dispose();
    }
  });
}

async function comparePairs(
  pairs: readonly VersionPair[],
  options: CompareOptions,
  place: Place,
  codeOf?: (series: Series) => ServerCode,
): Promise<void> {
  const { workload: workloads, connections, failOn } = options;
  const loads = workloads.map((workload) => loadOf(workload, connections));
  const grid = comparisonGrid(pairs, loads);
  const run = { grid, options, label: "compare", ...(codeOf && { codeOf }) };
  const summary = await runGrid(run, place);
  failWhenWorse(summary?.pairs ?? [], failOn);
}

function failWhenWorse(pairs: readonly JudgedPair[], limits: readonly Limit[] = []): void {
  const sentences = regressionsBeyond(pairs, limits);
  for (const sentence of sentences) say(sentence);
  if (sentences.length > 0) process.exitCode = worseExitCode;
}
