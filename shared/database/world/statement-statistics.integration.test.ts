import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { microseconds } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import { openDatabase } from "../open-database.ts";
import { openTestDatabase } from "../test-database.ts";
import { openStatementStatistics, type RowStatements } from "./statement-statistics.ts";
import { openWorldValues } from "./world-values.ts";

const { url } = await openTestDatabase(100);
const sql = openAdminConnection(url);
const statistics = await openStatementStatistics(url);
assert.ok(statistics.kind === "available");
const { readRowStatements } = statistics;
after(async () => {
  await closeAdminConnection(sql);
  await statistics.close();
});

describe("the count of row statements", () => {
  const readers = {
    "a look-up of one row": ["select id, randomnumber from world where id = 7", 1],
    "another case and order": ['SELECT randomNumber, ID FROM "world" WHERE 7 = id', 1],
    "several rows at once": ["select * from public.world where id = any('{1,2,3}')", 3],
    "a join": ["select * from (values (1), (2)) ids (id) join world using (id)", 2],
    "a common table expression": ["with w as (select * from world) select * from w limit 5", 5],
    "a row that is not there": ["select id, randomnumber from world w where id = 0", 0],
    "the whole table": ["table world", 100],
    "an update that returns": [
      "update world set randomnumber = randomnumber where id = 1 returning *",
      1,
    ],
  } as const;
  for (const [name, [statement, rows]] of Object.entries(readers)) {
    test(`has ${name}, with the rows that it returned`, async () => {
      const seen = await during(async () => void (await sql.unsafe(statement)));
      assert.deepEqual([seen.calls, seen.rows], [1, rows]);
    });
  }

  test("has the time that a wait takes in PostgreSQL", async () => {
    const seen = await during(async () => {
      await sql`select id, randomnumber from world, pg_sleep(${0.05}) where id = ${3}`;
    });
    assert.equal(seen.calls, 1);
    assert.ok(seen.executionUs >= 50_000 && Number.isInteger(seen.executionUs));
  });

  test("has nothing that the project itself asks, and no other table", async () => {
    const seen = await during(async () => {
      const database = await openDatabase({ databaseUrl: url, rows: 90 });
      const values = await openWorldValues(url);
      await values.change();
      await values.close();
      await database.close();
      await (await openDatabase({ databaseUrl: url, rows: 100 })).close();
      await sql`select 1`;
      await sql`select relname as worldly from pg_class where relname = 'world'`;
    });
    assert.deepEqual(seen, { calls: 0, rows: 0, executionUs: 0 });
  });
});

async function during(work: () => Promise<void>): Promise<RowStatements> {
  const before = await readRowStatements();
  await work();
  const later = await readRowStatements();
  return {
    calls: later.calls - before.calls,
    rows: later.rows - before.rows,
    executionUs: microseconds(later.executionUs - before.executionUs),
  };
}
