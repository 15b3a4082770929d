import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import { readExperiment } from "../../results/summary/read-experiment.ts";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { formatPage } from "../html/page.ts";
import { serversOf } from "../views/server.ts";
import { formatMarkdown } from "./markdown.ts";
import { formatServerPage } from "./server-page.ts";

/**
 * Writes `report.md`, `report.html`, a page for each server of a ranking, and `summary.json` beside
 * the samples that they are made from. Throws RESULTS_UNREADABLE without samples, and
 * RESULTS_UNWRITABLE when the folder takes no files.
 */
export function writeReports(folder: string): ExperimentSummary {
  const { summary, records } = readExperiment(folder);
  write(folder, "report.md", formatMarkdown(summary));
  write(folder, "report.html", formatPage(summary, records));
  for (const server of pagesOf(summary))
    write(folder, pageFile(server), formatServerPage(summary, server));
  // The last one: whoever sees it finds all of them.
  write(folder, "summary.json", JSON.stringify(summary, null, 2));
  return summary;
}

/** The servers of a ranking that have a page; no name leads out of the folder or to another file. */
export function pagesOf(summary: ExperimentSummary): readonly string[] {
  if (summary.header.view.kind !== "ranking") return [];
  return serversOf(summary).filter((name) => /^[a-z][a-z0-9-]*$/.test(name) && name !== "report");
}

/** The file of a server's page. */
export function pageFile(server: string): string {
  return `${server}.md`;
}

/** A reader finds the whole file, the one before or this one. */
function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, `${text}\n`);
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    const message = `\`${name}\` cannot be written in \`${folder}\`: ${(cause as Error).message}; its samples are whole`;
    throw new RowbenchError("RESULTS_UNWRITABLE", message, { cause });
  }
}
