import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { readRecords } from "../measure/run-folder.ts";
import { formatMarkdown } from "../report/markdown.ts";
import { formatTerminal } from "../report/terminal.ts";
import { type RunSummary, summarize } from "../statistics/summary.ts";
import { resultsFolder } from "./results-folder.ts";

/** `rowbench report [run]`: makes the table again from the raw samples alone. */
export function reportCommand(): Command {
  return new Command("report")
    .description("Makes a run's table again from its raw samples.")
    .argument("[run]", "folder of the run (default: the newest)")
    .option("--json", "print the summary as JSON")
    .action(report);
}

function report(run: string | undefined, { json = false }: { json?: boolean }): void {
  const folder = run === undefined ? join(resultsFolder, "latest") : resolve(run);
  const summary = writeReports(folder);
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `${formatTerminal(summary)}\n`);
}

/** Writes `summary.json` and `report.md` beside the samples that they are made from. */
export function writeReports(folder: string): readonly RunSummary[] {
  const summary = summarize(readRecords(folder));
  writeFileSync(join(folder, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
  writeFileSync(join(folder, "report.md"), `${formatMarkdown(summary)}\n`);
  return summary;
}
