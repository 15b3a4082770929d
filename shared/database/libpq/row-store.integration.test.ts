import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, test } from "node:test";
import { expectedRandomNumber, milliseconds, type RowStore } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import type { TableOptions } from "../row-store/row-store.ts";
import { untilAnswered } from "../row-store/test-load.ts";
import { openTestDatabase } from "../test-database.ts";
import { untilEqual } from "../test-until-equal.ts";
import { openStatementStatistics } from "../world/statement-statistics.ts";
import { createBlockingRowStore } from "./blocking-row-store.ts";
import { createThreadPoolRowStore } from "./thread-pool-row-store.ts";

const database = await openTestDatabase(100);
const { url } = database;
const unavailable = { statusCode: 503, message: "database unavailable" };
const queryTimeLimit = milliseconds(500);
// A leaked result holds 2 KiB.
const leakLookups = 30_000;
const leakLimitBytes = 30_000_000;

const stores = {
  blocking: createBlockingRowStore,
  "thread pool": (options: TableOptions) =>
    createThreadPoolRowStore({ ...options, connections: 3 }),
};

for (const [name, createStore] of Object.entries(stores)) {
  describe(`a ${name} row store`, () => {
    test("finds rows of its own table, uniformly", async () => {
      const store = createStore({ url, rows: 100 });
      const rows = await Promise.all(Array.from({ length: 2000 }, () => store.randomRow()));
      for (const { id, randomNumber } of rows) assert.equal(randomNumber, expectedRandomNumber(id));
      assert.deepEqual(Object.keys(rows[0]!), ["id", "randomNumber"]);
      assert.equal(new Set(rows.map(({ id }) => id)).size, 100);
      await store.close();
    });

    test("waits in the database as long as it is asked to, beyond its own limit", async () => {
      const store = createStore({ url, rows: 100, queryTimeLimit });
      const start = performance.now();
      const { id, randomNumber } = await store.randomRowAfter(milliseconds(800));
      assert.ok(performance.now() - start >= 799);
      assert.equal(randomNumber, expectedRandomNumber(id));
      await store.close();
    });

    test("says which row is missing, and goes on", async () => {
      const store = createStore({ url, rows: 1_000_000_000 });
      for (let call = 0; call < 5; call++) {
        await assert.rejects(store.randomRow(), {
          statusCode: 500,
          message: /^row \d+ is missing$/,
        });
      }
      await store.ping();
      await store.close();
    });

    test("is counted exactly by the server", async () => {
      const statistics = await openStatementStatistics(url);
      assert.ok(statistics.kind === "available");
      const before = await statistics.readRowStatements();
      const store = createStore({ url, rows: 100 });
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

    test("refuses a table that is not there with 500", async () => {
      const elsewhere = Object.assign(new URL(url), { pathname: "/postgres" }).href;
      const store = createStore({ url: elsewhere, rows: 100 });
      await assert.rejects(store.randomRow(), { statusCode: 500, message: /refused the query/ });
      await store.close();
    });

    test("rejects at once when nobody listens", async () => {
      const store = createStore({ url: await closedUrl(), rows: 100 });
      await assert.rejects(store.ping(), unavailable);
      await assert.rejects(store.randomRow(), unavailable);
      await store.close();
    });

    test("rejects soon when the one who listens is silent", async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const store = createStore({ url: urlAt(server.address()), rows: 100, queryTimeLimit });
      const start = performance.now();
      await assert.rejects(store.ping(), unavailable);
      assert.ok(performance.now() - start < 4000);
      const again = performance.now();
      await assert.rejects(store.randomRow(), unavailable);
      assert.ok(performance.now() - again < 4000);
      await store.close();
      server.close();
    });

    test("rejects within its limit when no answer comes, and recovers", async () => {
      const store = createStore({ url, rows: 100, queryTimeLimit });
      await store.ping();
      const sql = openAdminConnection(url);
      await sql.begin(async (transaction) => {
        await transaction`lock table world`;
        const start = performance.now();
        const calls = await Promise.allSettled(Array.from({ length: 3 }, () => store.randomRow()));
        assert.ok(calls.every(({ status }) => status === "rejected"));
        const elapsed = performance.now() - start;
        assert.ok(elapsed > 450 && elapsed < 5000, `${elapsed} ms`);
        // PostgreSQL has given them up, too.
        await untilEqual(countActive, 0);
      });
      await untilAnswered(store);
      await store.randomRow();
      await closeAdminConnection(sql);
      await store.close();
    });

    test("connects again after the server has ended its connections", async () => {
      const store = createStore({ url, rows: 100 });
      await store.ping();
      assert.ok((await terminateOthers()) > 0);
      await assert.rejects(store.ping(), unavailable);
      await untilAnswered(store);
      const { id, randomNumber } = await store.randomRow();
      assert.equal(randomNumber, expectedRandomNumber(id));
      await store.close();
    });

    test("answers the calls in flight before it closes, and may be closed twice", async () => {
      const store = createStore({ url, rows: 100 });
      const calls = [store.randomRow(), store.randomRowAfter(milliseconds(100)), store.randomRow()];
      await store.close();
      assert.equal((await Promise.all(calls)).length, 3);
      await assert.rejects(store.randomRow(), unavailable);
      await store.close();
    });

    test("leaves no connection behind", async () => {
      const store = createStore({ url, rows: 100 });
      await store.ping();
      await store.close();
      const sql = openAdminConnection(url);
      await untilEqual(() => countOthers(sql), 0);
      await closeAdminConnection(sql);
    });

    test("gives back the memory of its results", async () => {
      const store = createStore({ url, rows: 100 });
      await lookUp(store, 10_000);
      const before = nativeBytes();
      await lookUp(store, leakLookups);
      const growth = nativeBytes() - before;
      assert.ok(growth < leakLimitBytes, `grew by ${growth} bytes`);
      await store.close();
    });

    test("refuses a URL that libpq cannot read, without its password", () => {
      const wrong = ["127.0.0.1/db?max=3", "127.0.0.1/db?port=%zz", "%zz:secret@host", "[::1/db"];
      for (const rest of wrong) {
        assert.throws(
          () => createStore({ url: `postgres://me:secret@${rest}`, rows: 100 }),
          (error: Error & { code: string }) =>
            error.code === "USAGE" && !error.message.includes("secret"),
        );
      }
    });
  });
}

/** What the process holds outside of JavaScript's heap, which comes and goes by itself. */
function nativeBytes(): number {
  const { rss, heapTotal } = process.memoryUsage();
  return rss - heapTotal;
}

async function lookUp(store: RowStore, count: number): Promise<void> {
  for (let done = 0; done < count; done += 8) {
    await Promise.all(Array.from({ length: 8 }, () => store.randomRow()));
  }
}

type Admin = ReturnType<typeof openAdminConnection>;

async function countOthers(sql: Admin): Promise<number> {
  const [row] = await sql`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
  return Number(row?.count);
}

async function countActive(): Promise<number> {
  const sql = openAdminConnection(url);
  const [row] = await sql`
    select count(*)::int as count from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()
      and backend_type = 'client backend'`;
  await closeAdminConnection(sql);
  return Number(row?.count);
}

async function terminateOthers(): Promise<number> {
  const sql = openAdminConnection(url);
  const rows = await sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
  await closeAdminConnection(sql);
  return rows.length;
}

function urlAt(address: AddressInfo | string | null): string {
  const { port } = address as AddressInfo;
  return Object.assign(new URL(url), { port: String(port) }).href;
}

async function closedUrl(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const closed = urlAt(server.address());
  server.close();
  await once(server, "close");
  return closed;
}
