import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTable } from "./sql-prompt.ts";

test("a table is as wide as its widest value and shows null as nothing", () => {
  const table = formatTable([
    { id: 1, name: null, tags: ["a"] },
    { id: 1000, name: "x", tags: [] },
  ]);
  assert.equal(
    table,
    ["id   | name | tags", "-----+------+------", '1    |      | ["a"]', "1000 | x    | []"].join(
      "\n",
    ),
  );
});
