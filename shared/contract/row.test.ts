import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { expectedRandomNumber, maximumRowCount } from "./row.ts";

test("the row of the documentation has the value that it shows", () => {
  equal(expectedRandomNumber(4174), 331);
});

test("values stay exact whole numbers from 1 to 10,000 up to the largest table", () => {
  for (const id of [1, 2, 9999, 10_000, maximumRowCount - 1, maximumRowCount]) {
    const value = expectedRandomNumber(id);
    ok(Number.isInteger(value) && value >= 1 && value <= 10_000);
  }
  equal(expectedRandomNumber(maximumRowCount), Number((10_000_000n * 7919n + 6424n) % 10_000n) + 1);
});
