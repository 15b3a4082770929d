import { equal } from "node:assert/strict";
import { test } from "node:test";
import { displayWidth } from "./display-width.ts";

const widths: readonly (readonly [string, number])[] = [
  ["koa/threads×2", 13],
  ["P99 ≤ 10 ms – [1–3]", 19],
  ["█ µ ∞", 5],
  ["日本", 4],
  ["한", 2],
  ["é", 1],
  ["👩‍👩‍👧", 2],
  ["a\u200bb", 2],
  ["", 0],
];

for (const [text, width] of widths) {
  test(`\`${text}\` takes ${width} columns of a terminal`, () => equal(displayWidth(text), width));
}
