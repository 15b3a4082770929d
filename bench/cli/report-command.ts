import { join, resolve } from "node:path";
import { Command } from "commander";
import { formatTerminal } from "../report/terminal.ts";
import { writeReports } from "../report/write-reports.ts";
import { resultsRoot } from "../results/places.ts";
import type { ExperimentSummary } from "../results/summary.ts";
import { say } from "./session.ts";

const nothingExitCode = 3;

/** `rowbench report [run]`: makes the report of any experiment again from its raw samples alone. */
export function reportCommand(): Command {
  return new Command("report")
    .description("Makes the report of any experiment again from its raw samples.")
    .argument("[run]", "its folder (default: the newest)")
    .option("--json", "print the summary as JSON")
    .action(report);
}

function report(run: string | undefined, { json = false }: { json?: boolean }): void {
  const folder = run === undefined ? join(resultsRoot, "latest") : resolve(run);
  publish(folder, json);
}

/** Prints an experiment's report, and writes it beside the samples that it is made from. */
export function publish(folder: string, json = false): ExperimentSummary {
  const summary = writeReports(folder);
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `\n${formatTerminal(summary)}\n`);
  say(`\nresults in ${folder}`);
  // A table is a result, refused slices and all; wrong answers and nothing to show are not.
  if (summary.outcome !== "table") process.exitCode = nothingExitCode;
  return summary;
}
