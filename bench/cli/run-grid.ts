import type { ServerCode } from "../experiment/code/server-code.ts";
import { conductExperiment, planExperiment, type Settings } from "../experiment/conduct.ts";
import type { Grid } from "../experiment/grids/grid.ts";
import type { Testbed } from "../experiment/testbed/testbed.ts";
import { type LiveProcess, startLiveProcess } from "../live/index.ts";
import { formatPlan } from "../report/sentences/plan-text.ts";
import type { Series } from "../results/records/series.ts";
import { needsRedis } from "../results/records/workload.ts";
import type { ExperimentSummary } from "../results/summary/summary.ts";
import { formatCommand } from "./format-command.ts";
import type { ExperimentOptions } from "./options/experiment-options.ts";
import { largestSeed } from "./options/experiment-options.ts";
import type { Place } from "./place.ts";
import { publish } from "./print-report.ts";
import { say } from "./session.ts";
import { openProgress } from "./terminal/open-progress.ts";

/** What a command says of its grid. */
export interface GridRun {
  readonly grid: Grid;
  readonly options: ExperimentOptions;
  /** Of the results folder, unless the person named one. */
  readonly label: string;
  /** Said under the plan. */
  readonly remarks?: readonly string[];
  readonly codeOf?: (series: Series) => ServerCode;
  /** The server whose page is printed in the place of the report. */
  readonly page?: string | undefined;
  /** Rows to have in the table; whatever is there when absent. */
  readonly rows?: number | undefined;
}

/** Prints the plan of a grid; measures it and prints its report unless that was all of it. */
export async function runGrid(
  { grid, options, label, remarks = [], codeOf, page, rows }: GridRun,
  place: Place,
): Promise<ExperimentSummary | undefined> {
  const planned = planExperiment(grid, settingsOf(options), place);
  say([formatPlan(planned.plan), ...remarks].join("\n"));
  if (options.dryRun) return undefined;
  const redis = grid.loads.some(({ workload }) => needsRedis(workload));
  const measure = async (testbed: Testbed, signal: AbortSignal) => {
    const progress = openProgress(planned.plan, label);
    let live: LiveProcess | undefined;
    try {
      const folder = await conductExperiment(planned, {
        label: options.label ?? label,
        command: formatCommand(process.argv.slice(2)),
        testbed,
        noiseFile: place.noiseFile,
        signal,
        report: progress.report,
        isWatched: progress.isWatched,
        onFolder: (path) => {
          if (options.serve) live = showLive(path, progress.say);
        },
        ...(codeOf && { codeOf }),
      });
      progress.close();
      const summary = publish(folder, page === undefined ? {} : { page });
      await live?.ended;
      return summary;
    } finally {
      progress.close();
      live?.stop();
    }
  };
  return place.measure({ rows, redis }, measure);
}

function showLive(folder: string, tell: (text: string) => void): LiveProcess {
  return startLiveProcess(folder, (report) =>
    tell(
      report.kind === "listening"
        ? `live at ${report.url}`
        : `cannot be shown live: ${report.message}`,
    ),
  );
}

function settingsOf({ budget, rounds, precision, window, seed }: ExperimentOptions): Settings {
  const drawn = Math.floor(Math.random() * (largestSeed + 1));
  return { budget, rounds, precision, window, seed: seed ?? drawn };
}
