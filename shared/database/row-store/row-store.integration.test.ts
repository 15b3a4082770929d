import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { expectedRandomNumber, milliseconds, type RowStore } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import { loadDriver } from "../drivers/drivers.ts";
import { type Driver, driverNames, driverRuntimes } from "../drivers/row-client.ts";
import { openTestDatabase } from "../test-database.ts";
import { untilEqual } from "../test-until-equal.ts";
import { openStatementStatistics } from "../world/statement-statistics.ts";
import { createRowStore, type PoolSize, type RowStoreOptions } from "./row-store.ts";
import { startLoad, untilAnswered } from "./test-load.ts";
import { startProxy } from "./test-proxy.ts";

const unavailable = { statusCode: 503, message: "database unavailable" };
const queryTimeLimit = milliseconds(500);
const kinds = ["adaptive", "fixed"] as const;

// `bun-driver.integration.test.ts` runs this file on Bun, with the driver that is part of it.
const own = process.versions.bun === undefined ? undefined : "bun";
const cases = driverNames
  .filter((name) => driverRuntimes[name] === own)
  .flatMap((name) => kinds.map((kind) => ({ name, kind })));
// One database each: they count and end each other's connections.
const prepared = await Promise.all(
  cases.map(async ({ name, kind }) => {
    const { url } = await openTestDatabase(100);
    return { name, kind, driver: await loadDriver(name), url };
  }),
);

describe("a row store", { concurrency: true }, () => {
  for (const { name, kind, driver, url } of prepared)
    describe(`${kind}, ${name}`, { concurrency: false }, () => testStore(kind, driver, url));
});

function testStore(kind: PoolSize["kind"], driver: Driver, url: string): void {
  const open = (connections: number, options: Partial<RowStoreOptions> = {}): RowStore =>
    createRowStore({ url, rows: 100, pool: { kind, connections }, driver, ...options });

  test("finds rows of its own table, uniformly, over all of its connections", async () => {
    const store = open(3);
    const rows = await Promise.all(Array.from({ length: 2000 }, () => store.randomRow()));
    for (const { id, randomNumber } of rows) assert.equal(randomNumber, expectedRandomNumber(id));
    assert.deepEqual(Object.keys(rows[0]!), ["id", "randomNumber"]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 100);
    await store.close();
  });

  test("waits in the database as long as it is asked to, beyond its own time limit", async () => {
    const store = open(1, { queryTimeLimit });
    const start = performance.now();
    const { id, randomNumber } = await store.randomRowAfter(milliseconds(800));
    assert.ok(performance.now() - start >= 799);
    assert.equal(randomNumber, expectedRandomNumber(id));
    await store.close();
  });

  test("opens a fixed number of connections at once, an adaptive one as needed", async () => {
    const store = open(5);
    await store.ping();
    const sql = openAdminConnection(url);
    const [row] = await sql`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
    assert.equal(row?.count, kind === "fixed" ? 5 : 1);
    await store.close();
    await closeAdminConnection(sql);
  });

  test("says which row is missing", async () => {
    const store = open(1, { rows: 1_000_000_000 });
    await assert.rejects(store.randomRow(), { statusCode: 500, message: /^row \d+ is missing$/ });
    await store.close();
  });

  test("is counted exactly by the server", async () => {
    const statistics = await openStatementStatistics(url);
    assert.ok(statistics.kind === "available");
    const before = await statistics.readRowStatements();
    const store = open(2);
    await store.ping();
    assert.deepEqual(await statistics.readRowStatements(), before);
    await Promise.all(Array.from({ length: 500 }, () => store.randomRow()));
    await Promise.all(Array.from({ length: 7 }, () => store.randomRowAfter(milliseconds(1))));
    const { calls, rows, executionUs } = await statistics.readRowStatements();
    assert.deepEqual([calls - before.calls, rows - before.rows], [507, 507]);
    assert.ok(executionUs - before.executionUs >= 7000);
    await store.close();
    await statistics.close();
  });

  test("rejects at once when nobody listens", async () => {
    const proxy = await startProxy(url);
    await proxy.cut();
    const store = open(2, { url: proxy.url });
    await assert.rejects(store.ping(), unavailable);
    await assert.rejects(store.randomRow(), unavailable);
    await store.close();
  });

  test("rejects all calls when the database goes, and recovers when it is back", async () => {
    const proxy = await startProxy(url);
    const store = open(2, { url: proxy.url });
    await store.ping();
    const load = startLoad(store);
    await delay(200);
    await proxy.cut();
    await delay(300);
    await assert.rejects(store.randomRow(), unavailable);
    await assert.rejects(store.ping(), unavailable);
    await proxy.restore();
    await untilAnswered(store);
    await load.stop();
    assert.ok(load.answered > 0 && load.rejected > 0);
    assert.ok(proxy.connections() <= 2);
    await store.close();
    await untilEqual(proxy.connections, 0);
    await proxy.cut();
  });

  test("rejects within its limit when the database falls silent, and recovers", async () => {
    const proxy = await startProxy(url);
    const store = open(2, { url: proxy.url, queryTimeLimit });
    await store.ping();
    proxy.silence(true);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => store.randomRow()));
    assert.ok(results.every(({ status }) => status === "rejected"));
    proxy.silence(false);
    await untilAnswered(store);
    await store.close();
    await proxy.cut();
  });

  test("survives the loss of one connection", async () => {
    const store = open(2);
    await store.ping();
    const sql = openAdminConnection(url);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() limit 1`;
    await Promise.allSettled([store.randomRow(), store.randomRow()]);
    await untilAnswered(store);
    await closeAdminConnection(sql);
    await store.close();
  });

  test("answers the calls in flight before it closes", async () => {
    const store = open(1);
    const calls = [store.randomRow(), store.randomRowAfter(milliseconds(100)), store.randomRow()];
    await store.close();
    assert.equal((await Promise.all(calls)).length, 3);
    await assert.rejects(store.randomRow(), unavailable);
  });

  test("cancels a query past its limit in PostgreSQL, too, and goes on", async (context) => {
    const store = open(2, { queryTimeLimit });
    await store.ping();
    const locker = openAdminConnection(url);
    // A transaction would see one state of `pg_stat_activity` all the time.
    const watcher = openAdminConnection(url);
    context.after(() => Promise.all([locker, watcher].map(closeAdminConnection)));
    await locker`begin`;
    await locker`lock table world`;
    const results = await Promise.allSettled([store.randomRow(), store.randomRow()]);
    assert.ok(results.every(({ status }) => status === "rejected"));
    await untilEqual(async () => {
      const waiting = await watcher`
        select from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`;
      return waiting.length;
    }, 0);
    await locker`rollback`;
    await untilAnswered(store);
    await store.close();
  });

  test("goes on with the connections that PostgreSQL allows, and 503 without any", async () => {
    const sql = openAdminConnection(url);
    // Roles belong to all databases of the instance.
    const username = `limited_${new URL(url).pathname.slice(1)}`;
    const role = sql(username);
    await sql`create role ${role} login password 'limited' connection limit 2`;
    await sql`grant select on world to ${role}`;
    const limited = Object.assign(new URL(url), { username, password: "limited" }).href;
    const store = open(4, { url: limited });
    await untilAnswered({ ...store, ping: async () => void (await store.randomRow()) });
    const rows = Array.from({ length: 20 }, () => store.randomRowAfter(milliseconds(5)));
    const results = await Promise.allSettled(rows);
    assert.ok(results.some(({ status }) => status === "fulfilled"));
    for (const result of results)
      if (result.status === "rejected") assert.equal(result.reason.statusCode, 503);
    await store.close();
    await sql`alter role ${role} connection limit 0`;
    const refused = open(4, { url: limited });
    await assert.rejects(refused.ping(), unavailable);
    await assert.rejects(refused.randomRow(), unavailable);
    await refused.close();
    await sql`drop owned by ${role}`;
    await sql`drop role ${role}`;
    await closeAdminConnection(sql);
  });
}
