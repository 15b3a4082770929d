import { equal, notEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  anotherSalt,
  defaultSalt,
  expectedRandomNumber,
  expectedRandomNumberSql,
  maximumRowCount,
  saltOf,
} from "./row.ts";

const ids = fc.integer({ min: 1, max: maximumRowCount });
const salts = fc.integer({ min: 0, max: 9999 });

test("the row of the documentation has the value that it shows", () => {
  equal(expectedRandomNumber(4174), 331);
  equal(expectedRandomNumber(4174, defaultSalt), 331);
});

test("values stay exact whole numbers from 1 to 10,000 up to the largest table", () => {
  for (const id of [1, 2, 9999, 10_000, maximumRowCount - 1, maximumRowCount]) {
    const value = expectedRandomNumber(id);
    ok(Number.isInteger(value) && value >= 1 && value <= 10_000);
  }
  equal(expectedRandomNumber(maximumRowCount), Number((10_000_000n * 7919n + 6424n) % 10_000n) + 1);
});

test("an id and its value tell the salt", () => {
  fc.assert(
    fc.property(ids, salts, (id, salt) => {
      equal(saltOf(id, expectedRandomNumber(id, salt)), salt);
    }),
  );
});

test("another salt gives every row another value", () => {
  fc.assert(
    fc.property(ids, salts, salts, (id, one, other) => {
      fc.pre(one !== other);
      notEqual(expectedRandomNumber(id, one), expectedRandomNumber(id, other));
    }),
  );
});

test("another salt is never the old one, and every other one can come", () => {
  equal(
    anotherSalt(9999, () => 0),
    0,
  );
  equal(
    anotherSalt(0, () => 1 - Number.EPSILON),
    9999,
  );
  fc.assert(fc.property(salts, (salt) => void notEqual(anotherSalt(salt), salt)));
});

test("the SQL expression names the salt", () => {
  equal(expectedRandomNumberSql(7), "((id::bigint * 7919 + 7) % 10000 + 1)::int");
});
