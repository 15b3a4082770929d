import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { extraTableBlock, heading, sentencesBlock, tableBlock } from "./document.ts";
import { countLines, shortenBlocks } from "./shorten-blocks.ts";
import type { TextTable } from "./text-table.ts";

function tableWith(rows: number): TextTable {
  const columns = [{ title: "server", align: "left" as const }];
  return { columns, rows: Array.from({ length: rows }, (_, index) => [`${index}`]) };
}

const document = [
  heading("Workload db"),
  ...sentencesBlock(["one", "two"]),
  ...tableBlock(tableWith(20)),
  ...extraTableBlock(tableWith(6)),
];

test("lines are those of the blocks, and an empty one between them", () => {
  equal(countLines(document), 1 + 1 + 22 + 8 + 3);
});

test("what fits stays as it is", () => {
  equal(shortenBlocks(document, 35), document);
});

test("an extra table goes before any row of another", () => {
  deepEqual(shortenBlocks(document, 34), document.slice(0, 3));
});

test("then the last rows go, and are counted", () => {
  const short = shortenBlocks(document, 20);
  ok(countLines(short) <= 20);
  const [, , table, rest] = short;
  equal(table?.kind === "table" && table.table.rows.length, 12);
  deepEqual(rest, { kind: "sentences", sentences: ["… and 8 more rows in summary.json."] });
});

test("of several tables the longest loses rows first", () => {
  const blocks = [...tableBlock(tableWith(20)), ...tableBlock(tableWith(3))];
  const short = shortenBlocks(blocks, 20);
  const lengths = short.flatMap((block) =>
    block.kind === "table" ? [block.table.rows.length] : [],
  );
  deepEqual(lengths, [10, 3]);
});
