import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { displayWidth, truncateTo, wrapTo } from "./display-width.ts";

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

test("a text is cut where it has no room, never within a wide character", () => {
  equal(truncateTo("fastify", 7), "fastify");
  equal(truncateTo("fastify", 6), "fasti…");
  equal(truncateTo("日本語", 4), "日…");
  equal(truncateTo("koa", 0), "");
});

test("a text is broken at its blanks, and a word that is too long is left whole", () => {
  deepEqual(wrapTo("one two three", 8), ["one two", "three"]);
  deepEqual(wrapTo("日本 日本", 5), ["日本", "日本"]);
  deepEqual(wrapTo("incomprehensible no", 5), ["incomprehensible", "no"]);
  deepEqual(wrapTo("", 5), [""]);
});
