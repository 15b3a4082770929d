import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { milliseconds } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../connection/admin-connection.ts";
import { openTestDatabase } from "../test-database.ts";
import { createThreadPoolRowStore } from "./thread-pool-row-store.ts";

const { url } = await openTestDatabase(100);

test("as many calls as there are connections wait in the database at once, and no more", async () => {
  const connections = 8;
  const child = startWaits(connections, 24);
  const sql = openAdminConnection(url);
  let most = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const [row] = await sql`
      select count(*)::int as count from pg_stat_activity
      where wait_event = 'PgSleep' and datname = current_database()`;
    most = Math.max(most, row?.count);
    await delay(10);
  }
  await closeAdminConnection(sql);
  assert.equal(child.exitCode, 0);
  assert.equal(most, connections);
});

test("calls beyond the connections are answered in the order in which they came", async () => {
  const store = createThreadPoolRowStore({ url, rows: 100, connections: 1 });
  const order: number[] = [];
  const waits = [60, 0, 20, 0, 5];
  await Promise.all(
    waits.map(async (wait, index) => {
      await store.randomRowAfter(milliseconds(wait));
      order.push(index);
    }),
  );
  assert.deepEqual(order, [0, 1, 2, 3, 4]);
  await store.close();
});

test("a call that waits too long for its turn is rejected, and the others are not", async () => {
  const queryTimeLimit = milliseconds(300);
  const store = createThreadPoolRowStore({ url, rows: 100, connections: 1, queryTimeLimit });
  await store.ping();
  const long = store.randomRowAfter(milliseconds(800));
  await assert.rejects(store.randomRow(), { statusCode: 503 });
  await long;
  await store.randomRow();
  await store.close();
});

test("the loss of one connection does not touch the calls on the others", async () => {
  const store = createThreadPoolRowStore({ url, rows: 100, connections: 3 });
  await store.ping();
  const calls = Array.from({ length: 3 }, () => store.randomRowAfter(milliseconds(500)));
  const results = Promise.allSettled(calls);
  await delay(200);
  const sql = openAdminConnection(url);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event = 'PgSleep' and datname = current_database() limit 1`;
  const statuses = (await results).map(({ status }) => status).sort();
  assert.deepEqual(statuses, ["fulfilled", "fulfilled", "rejected"]);
  await Promise.all(Array.from({ length: 30 }, () => store.randomRow()));
  await closeAdminConnection(sql);
  await store.close();
});

test("fewer threads than connections is wrong usage", () => {
  const before = process.env.UV_THREADPOOL_SIZE;
  try {
    for (const size of [undefined, "4", "many", ""]) {
      if (size === undefined) delete process.env.UV_THREADPOOL_SIZE;
      else process.env.UV_THREADPOOL_SIZE = size;
      assert.throws(() => createThreadPoolRowStore({ url, rows: 100, connections: 5 }), {
        code: "USAGE",
        message: /`5` blocking connections .* UV_THREADPOOL_SIZE/,
      });
    }
  } finally {
    if (before === undefined) delete process.env.UV_THREADPOOL_SIZE;
    else process.env.UV_THREADPOOL_SIZE = before;
  }
});

function startWaits(connections: number, calls: number) {
  const source = `
    import { createThreadPoolRowStore } from ${JSON.stringify(import.meta.resolve("./thread-pool-row-store.ts"))};
    const url = process.env.DATABASE_URL;
    const store = createThreadPoolRowStore({ url, rows: 100, connections: ${connections} });
    await store.ping();
    await Promise.all(Array.from({ length: ${calls} }, () => store.randomRowAfter(400)));
    await store.close();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DATABASE_URL: url, UV_THREADPOOL_SIZE: String(connections) },
  });
  child.once("error", () => {});
  void once(child, "exit");
  return child;
}
