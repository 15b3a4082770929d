import type { RankedCell, RunSummary } from "../statistics/summary.ts";
import { type Column, columnsAt } from "./columns.ts";
import { describeRun, explainRanking, listExceptions } from "./notes.ts";

/** The ranking as plain text, for a terminal. */
export function formatTerminal(summary: RunSummary): string {
  const table = formatTable(columnsAt(summary.header.plan.rate), summary.ranked);
  const notes = [...explainRanking(summary), ...listExceptions(summary)];
  return [table, "", describeRun(summary), ...notes].join("\n");
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
