import type { RunSummary } from "../statistics/summary.ts";
import { columnsAt } from "./columns.ts";
import { describeRun, explainRanking, listExceptions } from "./notes.ts";

/** The ranking as Markdown: `report.md`. */
export function formatMarkdown(summary: RunSummary): string {
  const exceptions = listExceptions(summary).map((text) => `- ${escapeMarkdown(text)}`);
  return [
    `# rowbench: ${summary.header.label}`,
    describeRun(summary),
    formatTable(summary),
    ...explainRanking(summary),
    ...(exceptions.length === 0 ? [] : [exceptions.join("\n")]),
  ].join("\n\n");
}

function formatTable({ header, ranked }: RunSummary): string {
  const columns = columnsAt(header.plan.rate);
  const row = (texts: readonly string[]) => `| ${texts.join(" | ")} |`;
  return [
    row(columns.map(({ title }) => title)),
    row(columns.map(({ align }) => (align === "right" ? "--:" : ":--"))),
    ...ranked.map((cell) => row(columns.map(({ format }) => format(cell)))),
  ].join("\n");
}

function escapeMarkdown(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ⏎ ");
}
