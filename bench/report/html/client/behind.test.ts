import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { formatCsv, formatJson } from "./behind.js";

const figures = {
  name: "test",
  columns: ["name", "value"],
  rows: [
    ['koa, "quick"', 1.5],
    ["=1+1", null],
    ["-x", -3],
  ],
};

test("fields with commas and quotes are quoted, nothing is empty, a formula is a text", () => {
  equal(formatCsv(figures), `name,value\r\n"koa, ""quick""",1.5\r\n'=1+1,\r\n'-x,-3\r\n`);
});

test("JSON has an object a row", () => {
  deepEqual(JSON.parse(formatJson(figures)), [
    { name: 'koa, "quick"', value: 1.5 },
    { name: "=1+1", value: null },
    { name: "-x", value: -3 },
  ]);
});
