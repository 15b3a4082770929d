import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { resolveStatements } from "./driver-option.ts";

const ofPg = { driver: "pg", store: "pipelined" } as const;

test("statements are named or not, as was said", () => {
  const mistakes: string[] = [];
  equal(resolveStatements("named", ofPg, mistakes), "named");
  equal(resolveStatements("unnamed", ofPg, mistakes), "unnamed");
  deepEqual(mistakes, []);
});

test("who cannot do without names says so", () => {
  const mistakes: string[] = [];
  resolveStatements("unnamed", { ...ofPg, driver: "wire" }, mistakes);
  resolveStatements("unnamed", { ...ofPg, store: "blocking" }, mistakes);
  resolveStatements("none", ofPg, mistakes);
  equal(mistakes.length, 3);
  match(mistakes[0] ?? "", /`wire` knows named statements alone/);
  match(mistakes[1] ?? "", /libpq names its statements/);
  match(mistakes[2] ?? "", /`none`/);
});
