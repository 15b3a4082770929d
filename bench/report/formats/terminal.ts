import { styleText } from "node:util";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { reportBlocks } from "../report.ts";
import { describeRun } from "../sentences/describe-run.ts";
import { firstExceptions, listExceptions } from "../sentences/exceptions.ts";
import { labelsOf } from "../sentences/labels.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeDistrust, describeTrust } from "../sentences/trust.ts";
import { wrapTo } from "../text/display-width.ts";
import type { Block } from "../text/document.ts";
import { listBlock, sentencesBlock } from "../text/document.ts";
import { oneLine } from "../text/format.ts";
import { formatPlain } from "../text/text-table.ts";
import { disturbedBlocks } from "../views/disturbed.ts";
import { terminalRankingBlocks } from "./terminal-ranking.ts";

/** What a terminal can show. */
export interface TerminalOptions {
  /** Its columns; 80 by default. */
  readonly width?: number;
  readonly isColored?: boolean;
}

const usualWidth = 80;
/** A ranking ends where one still sees its beginning. */
const mostExceptions = 6;

/** The report as a terminal shows it; of a ranking what matters first, the rest is in the files. */
export function formatTerminal(summary: ExperimentSummary, options: TerminalOptions = {}): string {
  const { width = usualWidth } = options;
  const isRanking = summary.header.view.kind === "ranking";
  return formatBlocks(isRanking ? rankingBlocks(summary, width) : reportBlocks(summary), options);
}

/** Blocks as plain text, an empty line between them. */
export function formatBlocks(
  blocks: readonly Block[],
  { width = usualWidth, isColored = false }: TerminalOptions = {},
): string {
  const style: Style = isColored
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
  return blocks.map((block) => formatBlock(block, width, style)).join("\n\n");
}

type Style = (format: "bold" | "dim" | "red", text: string) => string;

function rankingBlocks(summary: ExperimentSummary, width: number): readonly Block[] {
  const labels = labelsOf(shownSeries(summary.header.plan));
  return [
    ...sentencesBlock(describeDistrust(summary)),
    ...terminalRankingBlocks(summary, width),
    ...disturbedBlocks(summary, labels),
    ...(summary.outcome === "nothing measured" ? sentencesBlock(["Nothing was measured."]) : []),
    ...sentencesBlock([describeTrust(summary).join(" ")].filter((text) => text !== "")),
    ...listBlock(firstExceptions(listExceptions(summary, labels), mostExceptions)),
    ...sentencesBlock([describeRun(summary)]),
  ];
}

function formatBlock(block: Block, width: number, style: Style): string {
  switch (block.kind) {
    case "heading":
      return style("bold", oneLine(block.text));
    case "table": {
      const [titles = "", ...rows] = formatPlain(block.table, { width }).split("\n");
      return [style("dim", titles), ...rows].join("\n");
    }
    case "sentences":
      return block.sentences.map((text) => formatSentence(text, width, style)).join("\n");
    case "list":
      return block.items.map((item) => wrapTo(oneLine(item), width).join("\n  ")).join("\n");
    case "drawing":
      return block.lines.map(oneLine).join("\n");
  }
}

function formatSentence(text: string, width: number, style: Style): string {
  const lines = wrapTo(oneLine(text), width);
  const isAlarm = /^(?:UNTRUSTED|DISTURBED):/.test(text);
  return lines.map((line) => (isAlarm ? style("red", line) : line)).join("\n");
}
