import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { expectedRandomNumber, saltOf } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import { loadDriver } from "../drivers/drivers.ts";
import { openDatabase } from "../open-database.ts";
import { createRowStore } from "../row-store/row-store.ts";
import { openTestDatabase } from "../test-database.ts";
import { inspectWorld } from "./world-table.ts";
import { openWorldValues } from "./world-values.ts";

const rowCount = 10_000;
const database = await openTestDatabase(rowCount);
const { url } = database;
const sql = openAdminConnection(url);
after(() => closeAdminConnection(sql));

describe("the values of the table", () => {
  test("are others after each change, in every row", async () => {
    const values = await openWorldValues(url);
    const first = values.salt;
    assert.equal(first, database.salt);
    const second = await values.change();
    assert.notEqual(second, first);
    assert.equal(values.salt, second);
    assert.deepEqual(await inspectWorld(sql), { kind: "ours", rows: rowCount, salt: second });
    const [row] = await sql`select randomnumber from world where id = 77`;
    assert.equal(row?.randomnumber, expectedRandomNumber(77, second));
    await values.close();
  });

  test("are known to who opens the database afterwards, and stay", async () => {
    const values = await openWorldValues(url);
    const salt = await values.change();
    const again = await openDatabase({ databaseUrl: url });
    assert.deepEqual([again.rows, again.salt], [rowCount, salt]);
    await values.close();
  });

  test("change under readers, none of whom misses a row or reads a third value", async () => {
    const store = createRowStore({
      url,
      rows: rowCount,
      pool: { kind: "fixed", connections: 2 },
      driver: await loadDriver("postgres"),
    });
    const values = await openWorldValues(url);
    const salts = new Set([values.salt]);
    const seen = new Set<number>();
    let isReading = true;
    const read = async (): Promise<void> => {
      while (isReading) {
        const { id, randomNumber } = await store.randomRow();
        seen.add(saltOf(id, randomNumber));
      }
    };
    const readers = Array.from({ length: 8 }, read);
    for (let change = 0; change < 10; change++) salts.add(await values.change());
    await delay(20);
    isReading = false;
    await Promise.all(readers);
    assert.ok(seen.has(values.salt));
    assert.deepEqual(
      [...seen].filter((salt) => !salts.has(salt)),
      [],
    );
    await store.close();
    await values.close();
  });

  test("leave no row of the index behind, and the table no larger", async () => {
    const values = await openWorldValues(url);
    await values.change();
    const before = await sizes();
    for (let change = 0; change < 10; change++) await values.change();
    assert.deepEqual(await sizes(), before);
    await values.close();
  });

  test("of a table of another fill factor are changed, too, and soon fit", async () => {
    await sql`alter table world set (fillfactor = 100)`;
    await sql`vacuum full world`;
    const values = await openWorldValues(url);
    for (let change = 0; change < 3; change++) await values.change();
    const before = await sizes();
    for (let change = 0; change < 5; change++) await values.change();
    assert.deepEqual(await sizes(), before);
    await values.close();
  });

  test("of more than 100,000 rows stay as they are", async () => {
    const large = await openDatabase({ databaseUrl: url, rows: 100_001 });
    const values = await openWorldValues(url);
    assert.equal(await values.change(), large.salt);
    assert.deepEqual(await inspectWorld(sql), { kind: "ours", rows: 100_001, salt: large.salt });
    await values.close();
  });
});

async function sizes() {
  const [row] = await sql`
    select pg_relation_size('world')::int as table, pg_relation_size('world_pkey')::int as index`;
  return row;
}
