import { equal } from "node:assert/strict";
import { test } from "node:test";
import { editDistance, nearestWord } from "./choice.ts";

test("the edit distance counts insertions, deletions and substitutions", () => {
  equal(editDistance("kitten", "sitting"), 3);
  equal(editDistance("", "abc"), 3);
  equal(editDistance("abc", "abc"), 0);
});

test("the nearest word is the one that was probably meant", () => {
  equal(nearestWord("expres", ["fastify", "express"]), "express");
});

test("a word that resembles nothing has no nearest one", () => {
  equal(nearestWord("postgres", ["koa", "hono"]), undefined);
});
