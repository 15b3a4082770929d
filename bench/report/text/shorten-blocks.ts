import { type Block, sentencesBlock } from "./document.ts";
import { formatNumberOf } from "./format.ts";

type TableBlock = Extract<Block, { kind: "table" }>;

/**
 * Blocks in so many lines, if that can be: extra tables go first, then the last rows of the longest
 * tables, which is said. A sentence is a line of its paragraph; an empty line stands between blocks.
 */
export function shortenBlocks(blocks: readonly Block[], mostLines: number): readonly Block[] {
  if (countLines(blocks) <= mostLines) return blocks;
  const place = blocks.findLastIndex((block) => block.kind === "table" && block.isExtra);
  if (place >= 0) return shortenBlocks(blocks.toSpliced(place, 1), mostLines);
  return withRowsWithin(blocks, mostLines);
}

/** Lines that blocks take as Markdown. */
export function countLines(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + linesOf(block), Math.max(0, blocks.length - 1));
}

function linesOf(block: Block): number {
  switch (block.kind) {
    case "heading":
    case "sentences":
      return 1;
    case "table":
      return block.table.rows.length + 2;
    case "list":
      return block.items.length;
    case "drawing":
      return block.lines.length + 2;
  }
}

/** All tables may have as many rows, as many as there is room for. */
function withRowsWithin(blocks: readonly Block[], mostLines: number): readonly Block[] {
  const longest = Math.max(
    1,
    ...blocks.map((block) => (block.kind === "table" ? block.table.rows.length : 0)),
  );
  for (let rows = longest - 1; rows > 1; rows -= 1) {
    const cut = cutTables(blocks, rows);
    if (countLines(cut) <= mostLines) return cut;
  }
  return cutTables(blocks, 1);
}

function cutTables(blocks: readonly Block[], rows: number): readonly Block[] {
  return blocks.flatMap((block) => (block.kind === "table" ? cutTable(block, rows) : [block]));
}

function cutTable(block: TableBlock, rows: number): readonly Block[] {
  const { columns, rows: all } = block.table;
  if (all.length <= rows) return [block];
  const rest = formatNumberOf(all.length - rows, "more row");
  return [
    { kind: "table", table: { columns, rows: all.slice(0, rows) } },
    ...sentencesBlock([`… and ${rest} in summary.json.`]),
  ];
}
