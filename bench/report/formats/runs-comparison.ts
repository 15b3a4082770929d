import type { ComparedSeries, RunsComparison } from "../../results/summary/compare-runs.ts";
import { figureNames } from "../../results/summary/figures.ts";
import { glossaryOf } from "../sentences/glossary.ts";
import { formatCsv } from "../text/csv.ts";
import { type Block, sentencesBlock, tableBlock } from "../text/document.ts";
import { tableOf } from "../text/text-table.ts";
import { verdictColumns } from "../views/verdict-columns.ts";
import { formatMarkdownBlocks } from "./markdown.ts";
import { formatBlocks, type TerminalOptions } from "./terminal.ts";

/** Two finished runs beside each other: the later one against the earlier. */
export function runsComparisonBlocks({ rows, differences }: RunsComparison): readonly Block[] {
  if (rows.length === 0)
    return sentencesBlock(["These runs have no series under the same load in common."]);
  const columns = [
    { title: "series", align: "left" as const, cell: ({ series }: ComparedSeries) => series },
    ...verdictColumns(rows),
  ];
  const blocks = tableBlock(tableOf(columns, rows));
  return [
    ...blocks,
    ...sentencesBlock([
      ...differences.map((difference) => `Not the same in both: ${difference}.`),
      "Two runs share no rounds: a drift of the machine between them is part of every difference (Welch's t, family-wise 5 %). `compare --base` and two cells are measured within the same rounds.",
      ...glossaryOf(blocks),
    ]),
  ];
}

/** The same as plain text. */
export function formatRunsComparison(
  comparison: RunsComparison,
  options: TerminalOptions = {},
): string {
  return formatBlocks(runsComparisonBlocks(comparison), options);
}

/** The same as Markdown. */
export function formatRunsComparisonMarkdown(comparison: RunsComparison): string {
  return `# After against before\n\n${formatMarkdownBlocks(runsComparisonBlocks(comparison))}`;
}

/** The same as CSV: a line a series, load and figure. */
export function formatRunsComparisonCsv({ rows }: RunsComparison): string {
  const lines = rows.flatMap(({ load, series, figures }) =>
    figureNames.flatMap((figure) => {
      const compared = figures[figure];
      return compared === undefined ? [] : [{ load, series, figure, ...compared }];
    }),
  );
  return formatCsv(
    [
      { title: "load", value: ({ load }) => load },
      { title: "series", value: ({ series }) => series },
      { title: "figure", value: ({ figure }) => figure },
      { title: "after_to_before_ratio", value: ({ ratio }) => ratio },
      { title: "after_to_before_ratio_low", value: ({ low }) => low },
      { title: "after_to_before_ratio_high", value: ({ high }) => high },
      { title: "verdict", value: ({ verdict }) => verdict },
    ],
    lines,
  );
}
