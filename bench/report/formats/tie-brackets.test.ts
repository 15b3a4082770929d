import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { tieBrackets } from "./tie-brackets.ts";

const keys = ["a", "b", "c", "d", "e"];

test("a bracket joins those that cannot be told apart, and nobody else", () => {
  deepEqual(tieBrackets(keys, [["a"], ["b", "c", "d"], ["e"]]), [" ", "┌", "│", "└", " "]);
});

test("brackets that overlap stand beside each other, others below each other", () => {
  deepEqual(
    tieBrackets(keys, [
      ["a", "b"],
      ["b", "c"],
      ["d", "e"],
    ]),
    ["┌ ", "└┌", " └", "┌ ", "└ "],
  );
});

test("a row within a bracket that does not belong to it is passed", () => {
  deepEqual(tieBrackets(keys, [["a", "c", "d"]]), ["┌", "┊", "│", "└", " "]);
});

test("without ties nothing is drawn, and too many of them are left to letters", () => {
  equal(tieBrackets(keys, [["a"], ["b"]]), undefined);
  const many = Array.from({ length: 9 }, (_, index) => `${index}`);
  const overlapping = many.slice(0, 8).map((_, index) => many.slice(0, index + 2));
  equal(tieBrackets(many, overlapping), undefined);
});
