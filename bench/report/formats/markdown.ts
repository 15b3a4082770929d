import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { describeHeadroom, viewBlocks } from "../report.ts";
import { describeRun } from "../sentences/describe-run.ts";
import { firstExceptions, listExceptions } from "../sentences/exceptions.ts";
import { glossaryOf } from "../sentences/glossary.ts";
import { labelsOf } from "../sentences/labels.ts";
import { describeLagShares } from "../sentences/lag-notes.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeDistrust, describeTrust } from "../sentences/trust.ts";
import { type Block, listBlock, sentencesBlock } from "../text/document.ts";
import { oneLine } from "../text/format.ts";
import { countLines, shortenBlocks } from "../text/shorten-blocks.ts";
import { formatMarkdownTable } from "../text/text-table.ts";
import { disturbedBlocks } from "../views/disturbed.ts";

/** What a pull request can hold without anybody having to scroll for long. */
const mostLines = 59;
const mostExceptions = 4;
/** Title and fold, with the empty lines around them. */
const linesAround = 6;

/** The report as Markdown: `report.md`, short enough to be pasted. All of it is in `summary.json`. */
export function formatMarkdown(summary: ExperimentSummary): string {
  const { header, trust } = summary;
  const mark = trust.kind === "untrusted" ? "UNTRUSTED: " : "";
  const view = viewBlocks(summary);
  const folded = foldedBlocks(summary, view);
  const shown = [
    ...sentencesBlock(describeDistrust(summary)),
    ...view,
    ...disturbedBlocks(summary, labelsOf(shownSeries(header.plan))),
    ...(summary.outcome === "nothing measured" ? sentencesBlock(["Nothing was measured."]) : []),
    ...sentencesBlock(describeTrust(summary)),
    ...sentencesBlock([`${describeRun(summary)}.`, ...describeCommand(summary)]),
  ];
  const short = shortenBlocks(shown, mostLines - linesAround - countLines(folded));
  return [
    `# ${mark}rowbench: ${escapeText(header.label)}`,
    formatMarkdownBlocks(short),
    ...(folded.length === 0
      ? []
      : [
          "<details><summary>How to read it, and what does not count</summary>",
          formatMarkdownBlocks(folded),
          "</details>",
        ]),
  ].join("\n\n");
}

/** Blocks as Markdown; the sentences of one are a paragraph. */
export function formatMarkdownBlocks(blocks: readonly Block[]): string {
  return blocks.map(formatBlock).join("\n\n");
}

function foldedBlocks(summary: ExperimentSummary, view: readonly Block[]): readonly Block[] {
  const labels = labelsOf(shownSeries(summary.header.plan));
  return [
    ...sentencesBlock([
      ...glossaryOf(view),
      ...describeLagShares(summary.loads, labels),
      ...describeHeadroom(summary),
    ]),
    ...listBlock(firstExceptions(listExceptions(summary, labels), mostExceptions)),
  ];
}

function describeCommand({ header: { command } }: ExperimentSummary): readonly string[] {
  return command === undefined ? [] : [`Measured by \`${command.replaceAll("`", "'")}\`.`];
}

function formatBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `## ${escapeText(block.text)}`;
    case "table":
      return formatMarkdownTable(block.table);
    case "sentences":
      return block.sentences.map(escapeText).join(" ");
    case "list":
      return block.items.map((item) => `- ${escapeText(item)}`).join("\n");
    case "drawing":
      return ["```text", ...block.lines.map(oneLine), "```"].join("\n");
  }
}

/**
 * What a server answered may look like HTML or like a link; within backticks everything is as it
 * stands.
 */
function escapeText(text: string): string {
  return oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`") && part.length > 1
        ? part
        : part.replaceAll("<", "&lt;").replaceAll("](", "]\\("),
    )
    .join("");
}
