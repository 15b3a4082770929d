import { equal, match } from "node:assert/strict";
import { test } from "node:test";
import { describeDriver } from "./describe-driver.ts";

test("a driver that is an npm package has its version beside its name", () => {
  match(describeDriver("pg"), /^pg \d+\.\d+\.\d+$/);
  match(describeDriver("postgres"), /^postgres \d+\.\d+\.\d+$/);
});

test("one that is part of something else has its name alone", () => {
  equal(describeDriver("wire"), "wire");
});
