import type { ExperimentSummary } from "../results/summary.ts";
import type { Block } from "./document.ts";
import { reportBlocks } from "./report.ts";
import { formatPlain } from "./text-table.ts";

/** What most terminals show without breaking lines; the Markdown has all columns. */
const width = 120;

/** The report as plain text. */
export function formatTerminal(summary: ExperimentSummary): string {
  return formatBlocks(reportBlocks(summary));
}

/** Blocks as plain text, an empty line between them. */
export function formatBlocks(blocks: readonly Block[]): string {
  return blocks.map(formatBlock).join("\n\n");
}

function formatBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return block.text;
    case "table":
      return formatPlain(block.table, { width });
    case "sentences":
      return block.sentences.join("\n");
    case "list":
      return block.items.join("\n");
    case "drawing":
      return block.lines.join("\n");
  }
}
