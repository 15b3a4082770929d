import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import { readRecords } from "../results/read-records.ts";
import { summarizeExperiment } from "../results/summarize.ts";
import type { ExperimentSummary } from "../results/summary.ts";
import { formatMarkdown } from "./markdown.ts";

/**
 * Writes `summary.json` and `report.md` beside the samples that they are made from. Throws
 * RESULTS_UNREADABLE without samples, RESULTS_UNWRITABLE when the folder takes no files.
 */
export function writeReports(folder: string): ExperimentSummary {
  const summary = summarizeExperiment(readRecords(folder));
  write(folder, "summary.json", JSON.stringify(summary, null, 2));
  write(folder, "report.md", formatMarkdown(summary));
  return summary;
}

function write(folder: string, name: string, text: string): void {
  try {
    writeFileSync(join(folder, name), `${text}\n`);
  } catch (cause) {
    const message = `\`${name}\` cannot be written in \`${folder}\`: ${(cause as Error).message}; its samples are whole`;
    throw new RowbenchError("RESULTS_UNWRITABLE", message, { cause });
  }
}
