import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { array, assert, property, string, tuple } from "fast-check";
import { displayWidth } from "./display-width.ts";
import { type Column, formatMarkdownTable, formatPlain, tableOf } from "./text-table.ts";

const name: Column = { title: "name", align: "left" };
const rate: Column = { title: "req/s", align: "right" };

test("a plain table is aligned by what a terminal shows, without blanks at the ends", () => {
  const table = {
    columns: [rate, name],
    rows: [
      ["1", "日本"],
      ["1,000", ""],
    ],
  };
  equal(formatPlain(table), "req/s  name\n    1  日本\n1,000");
  const left = { columns: [name, rate], rows: [["日本", "1"]] };
  equal(formatPlain(left), "name  req/s\n日本      1");
});

test("what has no room is left out, the most sparable first, and is named", () => {
  const columns: readonly Column[] = [
    name,
    { title: "memory", align: "right", spare: 2 },
    { title: "p99", align: "right", spare: 1 },
  ];
  const table = { columns, rows: [["koa", "100", "5"]] };
  equal(formatPlain(table, { width: 17 }), "name  memory  p99\nkoa      100    5");
  equal(formatPlain(table, { width: 16 }), "name  p99\nkoa     5\n(no room for: memory)");
});

test("a column that still fits stays though a more important one does not", () => {
  const columns: readonly Column[] = [
    name,
    { title: "a wide column", align: "left", spare: 1 },
    { title: "slim", align: "left", spare: 2 },
  ];
  const text = formatPlain({ columns, rows: [["koa", "x", "y"]] }, { width: 12 });
  equal(text, "name  slim\nkoa   y\n(no room for: a wide column)");
});

test("columns that cannot be spared stay in any width", () => {
  const table = { columns: [name, rate], rows: [["koa", "1"]] };
  equal(formatPlain(table, { width: 3 }), formatPlain(table));
});

test("a cell cannot break a Markdown table", () => {
  const table = { columns: [name, rate], rows: [["a | b\nlast \\| line", "1"]] };
  deepEqual(formatMarkdownTable(table).split("\n"), [
    "| name | req/s |",
    "| :-- | --: |",
    "| a \\| b ⏎ last \\\\\\| line | 1 |",
  ]);
  const hostile = formatMarkdownTable({ columns: [name], rows: [["<b>`x`[y](z)\u001b[0m"]] });
  equal(hostile.split("\n").at(-1), "| &lt;b>\\`x\\`[y]\\(z) [0m |");
});

test("a table of items has a row for each, by what its columns show of them", () => {
  const table = tableOf([{ ...name, cell: (count: number) => "x".repeat(count) }], [1, 2]);
  deepEqual(table.rows, [["x"], ["xx"]]);
});

test("lines of any table that end to the right are equally wide", () => {
  assert(
    property(array(tuple(string(), string()), { minLength: 1 }), (rows) => {
      const ended = rows.map(([first, last]) => [first, `${last}.`]);
      const lines = formatPlain({ columns: [name, rate], rows: ended }).split("\n");
      equal(lines.length, rows.length + 1);
      equal(new Set(lines.map(displayWidth)).size, 1);
    }),
  );
});
