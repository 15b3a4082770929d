import type { ComparedSeries, RunsComparison } from "../results/compare-runs.ts";
import { sentencesBlock, tableBlock } from "./document.ts";
import { glossaryOf } from "./glossary.ts";
import { formatBlocks } from "./terminal.ts";
import { tableOf } from "./text-table.ts";
import { verdictColumns } from "./verdict-columns.ts";

/** Two finished runs beside each other, as plain text: the later one against the earlier. */
export function formatRunsComparison({ rows, differences }: RunsComparison): string {
  if (rows.length === 0) return "These runs have no series under the same load in common.";
  const columns = [
    { title: "series", align: "left" as const, cell: ({ series }: ComparedSeries) => series },
    ...verdictColumns(rows),
  ];
  const blocks = tableBlock(tableOf(columns, rows));
  return formatBlocks([
    ...blocks,
    ...sentencesBlock([
      ...differences.map((difference) => `Not the same in both: ${difference}.`),
      "Two runs share no rounds: a drift of the machine between them is part of every difference (Welch's t, family-wise 5 %). `compare --base` and two cells are measured within the same rounds.",
      ...glossaryOf(blocks),
    ]),
  ]);
}
