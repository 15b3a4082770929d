import type { ExperimentSummary } from "../results/summary.ts";
import type { Block } from "./document.ts";
import { reportBlocks } from "./report.ts";
import { formatMarkdownTable } from "./text-table.ts";

/** The report as Markdown: `report.md`. */
export function formatMarkdown(summary: ExperimentSummary): string {
  const { header, trust } = summary;
  const mark = trust.kind === "untrusted" ? "UNTRUSTED: " : "";
  const title = `# ${mark}rowbench: ${header.label}`;
  return [title, ...reportBlocks(summary).map(formatBlock)].join("\n\n");
}

function formatBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `## ${escapeText(block.text)}`;
    case "table":
      return formatMarkdownTable(block.table);
    case "sentences":
      return block.sentences.map(escapeText).join("\n\n");
    case "list":
      return block.items.map((item) => `- ${escapeText(item)}`).join("\n");
    case "drawing":
      return ["```text", ...block.lines, "```"].join("\n");
  }
}

/** What a server answered may look like HTML; within backticks everything is as it stands. */
function escapeText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;")))
    .join("");
}
