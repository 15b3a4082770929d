import { conductExperiment, planExperiment, type Settings } from "../experiment/conduct.ts";
import type { Grid } from "../experiment/grids/grid.ts";
import type { ServerCode } from "../experiment/measure-experiment.ts";
import { formatPlan } from "../report/plan-text.ts";
import type { Series } from "../results/series.ts";
import type { ExperimentSummary } from "../results/summary.ts";
import { needsRedis } from "../results/workload.ts";
import type { ExperimentOptions } from "./experiment-options.ts";
import { largestSeed } from "./experiment-options.ts";
import { createProgress } from "./progress.ts";
import { publish } from "./report-command.ts";
import { type Session, type SessionOptions, say } from "./session.ts";

/** What a command says of its grid. */
export interface GridRun {
  readonly grid: Grid;
  readonly options: ExperimentOptions;
  /** Of the results folder, unless the person named one. */
  readonly label: string;
  /** Said under the plan. */
  readonly remarks?: readonly string[];
  readonly codeOf?: (series: Series) => ServerCode;
}

/** Prints the plan of a grid; measures it and prints its report unless that was all of it. */
export async function runGrid(
  { grid, options, label, remarks = [], codeOf }: GridRun,
  inSession: <Result>(
    work: (session: Session) => Promise<Result>,
    options: SessionOptions,
  ) => Promise<Result>,
): Promise<ExperimentSummary | undefined> {
  const planned = planExperiment(grid, settingsOf(options));
  say([formatPlan(planned.plan), ...remarks].join("\n"));
  if (options.dryRun) return undefined;
  const redis = grid.loads.some(({ workload }) => needsRedis(workload));
  const measure = async ({ database, cache, signal }: Session) => {
    const { isTTY: isTerminal } = process.stderr;
    const write = (text: string) => process.stderr.write(text);
    const folder = await conductExperiment(planned, {
      label: options.label ?? label,
      database,
      cache,
      signal,
      report: createProgress(planned.plan, { isTerminal, write }),
      ...(codeOf && { codeOf }),
    });
    return publish(folder);
  };
  return inSession(measure, redis ? { redis: "needed" } : {});
}

function settingsOf({ budget, rounds, precision, window, seed }: ExperimentOptions): Settings {
  const drawn = Math.floor(Math.random() * (largestSeed + 1));
  return { budget, rounds, precision, window, seed: seed ?? drawn };
}
