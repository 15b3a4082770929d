import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { RowbenchError } from "@rowbench/shared/contract";
import { formatMarkdown } from "../report/formats/markdown.ts";
import { formatSeriesCsv } from "../report/formats/series-csv.ts";
import { formatServerPageText } from "../report/formats/server-page.ts";
import { formatTerminal } from "../report/formats/terminal.ts";
import { pageFile, pagesOf, writeReports } from "../report/formats/write-reports.ts";
import type { ExperimentSummary } from "../results/summary/summary.ts";
import { say } from "./session.ts";
import { terminalOptions } from "./terminal/terminal-stream.ts";

/** In which form a report is printed. */
export const reportForms = ["text", "md", "csv", "json", "html"] as const;
export type ReportForm = (typeof reportForms)[number];

/** What is printed of an experiment; its report as text unless said. */
export interface PrintOptions {
  readonly form?: ReportForm;
  /** The page of this server in the place of the report. */
  readonly page?: string;
}

const nothingExitCode = 3;
const htmlFile = "report.html";

/** Writes an experiment's reports beside the samples that they are made from, and prints one. */
export function publish(
  folder: string,
  { form = "text", page }: PrintOptions = {},
): ExperimentSummary {
  const summary = writeReports(folder);
  const text =
    page === undefined
      ? formatReport(folder, summary, form)
      : `\n${formatServerPageText(summary, page, terminalOptions(process.stdout))}\n`;
  process.stdout.write(text);
  say(`\n${describeFiles(folder, summary)}`);
  // A table is a result, refused slices and all; wrong answers and nothing to show are not.
  if (summary.outcome !== "table") process.exitCode = nothingExitCode;
  return summary;
}

function formatReport(folder: string, summary: ExperimentSummary, form: ReportForm): string {
  switch (form) {
    case "text":
      return `\n${formatTerminal(summary, terminalOptions(process.stdout))}\n`;
    case "md":
      return `${formatMarkdown(summary)}\n`;
    case "csv":
      return formatSeriesCsv(summary);
    case "json":
      return `${JSON.stringify(summary)}\n`;
    case "html":
      return readHtml(folder);
  }
}

function readHtml(folder: string): string {
  const path = join(folder, htmlFile);
  if (existsSync(path)) return readFileSync(path, "utf8");
  throw new RowbenchError("RESULTS_UNREADABLE", `\`${folder}\` has no \`${htmlFile}\``);
}

/** Where everything lies, from where the person is. */
function describeFiles(folder: string, summary: ExperimentSummary): string {
  const place = relative(process.cwd(), folder) || ".";
  const pages = pagesOf(summary);
  return [
    ...(existsSync(join(folder, htmlFile)) ? [`report   ${join(place, htmlFile)}`] : []),
    `results  ${place}`,
    ...(pages.length === 0 ? [] : [`pages    ${join(place, pageFile(bracesOf(pages)))}`]),
  ].join("\n");
}

/** As a shell takes it: `{fastify,koa}`. */
function bracesOf(names: readonly string[]): string {
  return names.length === 1 ? names.join() : `{${names.join(",")}}`;
}
