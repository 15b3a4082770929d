import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedRandomNumber } from "@rowbench/shared/contract";
import fc from "fast-check";
import { RowCheck } from "./row-check.ts";

const ids = fc.integer({ min: 1, max: 10_000 });
const salts = fc.integer({ min: 0, max: 9999 });

test("a row is right under the table's salt, stale under the one before, wrong under any other", () => {
  fc.assert(
    fc.property(ids, fc.uniqueArray(salts, { minLength: 3, maxLength: 3 }), (id, salts) => {
      const [salt, staleSalt, otherSalt] = salts as [number, number, number];
      const rows = new RowCheck({ rows: 10_000, salt, staleSalt });
      assert.equal(rows.check(id, expectedRandomNumber(id, salt)), undefined);
      assert.equal(rows.check(id, expectedRandomNumber(id, staleSalt))?.kind, "stale");
      assert.equal(rows.check(id, expectedRandomNumber(id, otherSalt))?.kind, "row");
    }),
  );
});

test("what is wrong is said with the row", () => {
  const rows = new RowCheck({ rows: 100, salt: 1, staleSalt: 2 });
  const messageOf = (id: number, randomNumber: number) => rows.check(id, randomNumber)?.message;
  assert.equal(messageOf(1, 1), "row `1` has randomNumber `1`, expected `7921`");
  assert.equal(messageOf(0, 2), "row `0` has randomNumber `2`, ids start at 1 and end at `100`");
  assert.equal(
    messageOf(101, 9),
    "row `101` has randomNumber `9`, ids start at 1 and end at `100`",
  );
  assert.equal(
    messageOf(1, 7922),
    "row `1` still has the value of before the table was changed: the answer was not queried now",
  );
});

test("without a table the first right row tells the salt, and all others must agree", () => {
  fc.assert(
    fc.property(ids, ids, salts, (first, second, salt) => {
      const rows = new RowCheck(undefined);
      assert.equal(rows.check(first, 10_001)?.kind, "row");
      assert.equal(rows.check(0, expectedRandomNumber(0, salt))?.kind, "row");
      assert.equal(rows.check(first, expectedRandomNumber(first, salt)), undefined);
      assert.equal(rows.check(second, expectedRandomNumber(second, salt)), undefined);
      const other = expectedRandomNumber(second, (salt + 1) % 10_000);
      assert.equal(rows.check(second, other)?.kind, "row");
      assert.equal(rows.answersPerIdBin, undefined);
    }),
  );
});

test("right rows are counted in 64 bins of equal width over the ids", () => {
  const rows = new RowCheck({ rows: 128, salt: 5 });
  for (let id = 1; id <= 128; id++) rows.check(id, expectedRandomNumber(id, 5));
  assert.deepEqual(rows.answersPerIdBin, Array(64).fill(2));
  rows.check(128, expectedRandomNumber(128, 6));
  assert.deepEqual(rows.answersPerIdBin, Array(64).fill(2));
});
