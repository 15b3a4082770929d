import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { isOver, lowerPriority, serveRun } from "../../live/index.ts";
import {
  formatRunsComparison,
  formatRunsComparisonCsv,
  formatRunsComparisonMarkdown,
} from "../../report/formats/runs-comparison.ts";
import { formatRunsComparisonPage } from "../../report/formats/runs-comparison-page.ts";
import { writeReports } from "../../report/formats/write-reports.ts";
import { resultsRoot } from "../../results/records/places.ts";
import { readRecords } from "../../results/records/read-records.ts";
import type { RunsComparison } from "../../results/summary/compare-runs.ts";
import { wholeNumber } from "../options/arguments.ts";
import { publish, type ReportForm, reportForms } from "../print-report.ts";
import { readComparison } from "../read-comparison.ts";
import { say, withInterrupt } from "../session.ts";
import { terminalOptions } from "../terminal/terminal-stream.ts";

interface ReportOptions {
  readonly format: ReportForm;
  readonly json?: boolean;
  readonly compare?: string;
  readonly anyway?: boolean;
  readonly serve?: boolean;
  readonly port: number;
}

/** `rowbench report [run]`: makes the report of any experiment again from its raw samples alone. */
export function reportCommand(): Command {
  return new Command("report")
    .description("Makes the report of any experiment again from its raw samples.")
    .argument("[run]", "its folder (default: the newest)")
    .addOption(
      new Option("--format <form>", "what is printed").choices(reportForms).default("text"),
    )
    .option("--json", "the same as --format json")
    .option("--compare <before>", "set the run against an earlier one, with verdicts")
    .option("--anyway", "compare runs of different machines, runtimes or workloads")
    .option("--serve", "show the run in the browser, live while it goes on, until it ends")
    .option("--port <number>", "of --serve; 0 for any free one", wholeNumber(0, 65_535), 0)
    .action(report);
}

async function report(run: string | undefined, options: ReportOptions): Promise<void> {
  const folder = run === undefined ? join(resultsRoot, "latest") : resolve(run);
  const form = options.json ? "json" : options.format;
  if (options.serve) await serve(folder, options.port);
  else if (options.compare === undefined) publish(folder, { form });
  else {
    const comparison = readComparison(options.compare, folder, options);
    process.stdout.write(formatComparison(comparison, form));
  }
}

/** The newest run stays the one that was asked for when another one begins. */
async function serve(run: string, port: number): Promise<void> {
  readRecords(run);
  const folder = realpathSync(run);
  if (isOver(folder)) writeReports(folder);
  lowerPriority();
  await withInterrupt((signal) =>
    serveRun(folder, { port, signal, onListening: (url) => say(`${folder} is shown at ${url}`) }),
  );
}

function formatComparison(comparison: RunsComparison, form: ReportForm): string {
  switch (form) {
    case "text":
      return `${formatRunsComparison(comparison, terminalOptions(process.stdout))}\n`;
    case "md":
      return `${formatRunsComparisonMarkdown(comparison)}\n`;
    case "csv":
      return formatRunsComparisonCsv(comparison);
    case "json":
      return `${JSON.stringify(comparison)}\n`;
    case "html":
      return formatRunsComparisonPage(comparison);
  }
}
