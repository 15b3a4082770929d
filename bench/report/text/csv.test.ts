import { equal } from "node:assert/strict";
import { test } from "node:test";
import { type CsvValue, formatCsv } from "./csv.ts";

const line = (...values: readonly CsvValue[]) =>
  formatCsv(
    values.map((value) => ({ title: "x", value: () => value })),
    [0],
  ).split(/(?<=\r\n)/)[1];

test("titles come first, lines end with CRLF, and what has no value is empty", () => {
  const columns = [
    { title: "server", value: ({ name }: { name: string }) => name },
    { title: "rate, 1/s", value: () => 1.5 },
    { title: "cost", value: () => undefined },
  ];
  equal(formatCsv(columns, [{ name: "koa" }]), 'server,"rate, 1/s",cost\r\nkoa,1.5,\r\n');
});

test("commas, quotes and line breaks are quoted", () => {
  equal(line('say "hi", koa', "two\nlines"), '"say ""hi"", koa","two\nlines"\r\n');
});

test("a text that a spreadsheet would compute is a text, a negative number is a number", () => {
  equal(line("=1+1", "+1", "-1", "@x", "\tx"), "'=1+1,'+1,'-1,'@x,'\tx\r\n");
  equal(line(-1.5, Number.NaN, Number.POSITIVE_INFINITY), "-1.5,,\r\n");
});
