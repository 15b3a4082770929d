import type { RankedCell, RunSummary } from "../statistics/summary.ts";
import { type Column, classColumns, columnsAt } from "./columns.ts";
import { byFirstClass, classNames, describeRun, explainRanking, listExceptions } from "./notes.ts";
import { formatMarkdownTable, modelTable } from "./text-table.ts";

/** The rankings as Markdown: `report.md`. */
export function formatMarkdown(summaries: readonly RunSummary[]): string {
  const label = summaries[0]?.header.label ?? "";
  return [`# rowbench: ${label}`, ...summaries.map(formatSummary)].join("\n\n");
}

function formatSummary(summary: RunSummary): string {
  const { rate } = summary.header.plan;
  const exceptions = listExceptions(summary).map((text) => `- ${escapeMarkdown(text)}`);
  const names = classNames(summary);
  const classTable = formatTable(classColumns(names), byFirstClass(summary));
  const models = modelTable(summary);
  return [
    `## Workload \`${summary.workload}\``,
    describeRun(summary),
    formatTable(columnsAt(rate), summary.ranked),
    ...(names.length > 0 ? [`Latency by kind of request, at ${rate}/s:`, classTable] : []),
    ...(models === undefined ? [] : [formatMarkdownTable(models)]),
    ...explainRanking(summary),
    ...(exceptions.length === 0 ? [] : [exceptions.join("\n")]),
  ].join("\n\n");
}

function formatTable(columns: readonly Column[], cells: readonly RankedCell[]): string {
  const row = (texts: readonly string[]) => `| ${texts.join(" | ")} |`;
  return [
    row(columns.map(({ title }) => title)),
    row(columns.map(({ align }) => (align === "right" ? "--:" : ":--"))),
    ...cells.map((cell) => row(columns.map(({ format }) => format(cell)))),
  ].join("\n");
}

function escapeMarkdown(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ⏎ ");
}
