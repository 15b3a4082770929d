import type { RankedCell, RunSummary } from "../statistics/summary.ts";
import { type Column, classColumns, columnsAt, formatCount } from "./columns.ts";
import { byFirstClass, classNames, describeRun, explainRanking, listExceptions } from "./notes.ts";
import { formatPlain, modelTable } from "./text-table.ts";

/** The rankings as plain text, for a terminal; each workload has its own. */
export function formatTerminal(summaries: readonly RunSummary[]): string {
  return summaries
    .map((summary) => {
      const title = summaries.length > 1 ? [`workload ${summary.workload}`, ""] : [];
      return [...title, formatSummary(summary)].join("\n");
    })
    .join("\n\n");
}

function formatSummary(summary: RunSummary): string {
  const { rate } = summary.header.plan;
  const names = classNames(summary);
  const classes = [`latency by kind of request, at ${formatCount(rate)}/s`];
  classes.push(formatTable(classColumns(names), byFirstClass(summary)), "");
  const models = modelTable(summary);
  const notes = [...explainRanking(summary), ...listExceptions(summary)];
  return [
    formatTable(columnsAt(rate), summary.ranked),
    "",
    ...(names.length > 0 ? classes : []),
    ...(models === undefined ? [] : [formatPlain(models), ""]),
    describeRun(summary),
    ...notes,
  ].join("\n");
}

function formatTable(columns: readonly Column[], cells: readonly RankedCell[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...cells.map((cell) => formatCells(columns, cell)),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((line) => (line[index] ?? "").length)),
  );
  return lines
    .map((line) =>
      line
        .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? "left"))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatCells(columns: readonly Column[], cell: RankedCell): string[] {
  return columns.map(({ format }) => format(cell));
}

function pad(text: string, width: number, align: Column["align"]): string {
  return align === "right" ? text.padStart(width) : text.padEnd(width);
}
