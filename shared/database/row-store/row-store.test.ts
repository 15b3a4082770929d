import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { expectedRandomNumber, milliseconds, type RowStore } from "../../contract/index.ts";
import { closeAdminConnection, openAdminConnection } from "../admin-connection.ts";
import { openStatementStatistics } from "../statement-statistics.ts";
import { openTestDatabase } from "../test-root.ts";
import { createRowStore } from "./row-store.ts";

const database = await openTestDatabase(100);
const { url } = database;
const unavailable = { statusCode: 503, message: "database unavailable" };
const queryTimeLimit = milliseconds(500);

describe("a row store", () => {
  test("finds rows of its own table, uniformly, over all of its connections", async () => {
    const store = createRowStore({ url, rows: 100, connections: 3 });
    const rows = await Promise.all(Array.from({ length: 2000 }, () => store.randomRow()));
    for (const { id, randomNumber } of rows) assert.equal(randomNumber, expectedRandomNumber(id));
    assert.deepEqual(Object.keys(rows[0]!), ["id", "randomNumber"]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 100);
    await store.close();
  });

  test("waits in the database as long as it is asked to, beyond its own time limit", async () => {
    const store = createRowStore({ url, rows: 100, connections: 1, queryTimeLimit });
    const start = performance.now();
    const { id, randomNumber } = await store.randomRowAfter(milliseconds(800));
    assert.ok(performance.now() - start >= 799);
    assert.equal(randomNumber, expectedRandomNumber(id));
    await store.close();
  });

  test("has all its connections once it answers a ping", async () => {
    const store = createRowStore({ url, rows: 100, connections: 5 });
    await store.ping();
    const sql = openAdminConnection(url);
    const [row] = await sql`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
    assert.equal(row?.count, 5);
    await store.close();
    await closeAdminConnection(sql);
  });

  test("says which row is missing", async () => {
    const store = createRowStore({ url, rows: 1_000_000_000, connections: 1 });
    await assert.rejects(store.randomRow(), { statusCode: 500, message: /^row \d+ is missing$/ });
    await store.close();
  });

  test("is counted exactly by the server", async () => {
    const statistics = await openStatementStatistics(url);
    assert.equal(statistics.kind, "available");
    await statistics.reset();
    const store = createRowStore({ url, rows: 100, connections: 2 });
    await store.ping();
    assert.equal(await statistics.countRowQueries(), 0);
    await Promise.all(Array.from({ length: 500 }, () => store.randomRow()));
    await Promise.all(Array.from({ length: 7 }, () => store.randomRowAfter(milliseconds(1))));
    assert.equal(await statistics.countRowQueries(), 507);
    await store.close();
    await statistics.close();
  });

  test("rejects at once when nobody listens", async () => {
    const proxy = await startProxy();
    await proxy.cut();
    const store = createRowStore({ url: proxy.url, rows: 100, connections: 2 });
    await assert.rejects(store.ping(), unavailable);
    await assert.rejects(store.randomRow(), unavailable);
    await store.close();
  });

  test("rejects all calls when the database goes, and recovers when it is back", async () => {
    const proxy = await startProxy();
    const store = createRowStore({ url: proxy.url, rows: 100, connections: 2 });
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
    await store.close();
    await proxy.cut();
  });

  test("rejects within its limit when the database falls silent, and recovers", async () => {
    const proxy = await startProxy();
    const store = createRowStore({ url: proxy.url, rows: 100, connections: 2, queryTimeLimit });
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
    const store = createRowStore({ url, rows: 100, connections: 2 });
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
    const store = createRowStore({ url, rows: 100, connections: 1 });
    const calls = [store.randomRow(), store.randomRowAfter(milliseconds(100)), store.randomRow()];
    await store.close();
    assert.equal((await Promise.all(calls)).length, 3);
    await assert.rejects(store.randomRow(), unavailable);
  });
});

async function untilAnswered(store: RowStore): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isAnswered = await store.ping().then(
      () => true,
      () => false,
    );
    if (isAnswered) return;
    await delay(50);
  }
  await store.ping();
}

function startLoad(store: RowStore): { answered: number; rejected: number; stop(): Promise<void> } {
  let isRunning = true;
  const load = {
    answered: 0,
    rejected: 0,
    async stop() {
      isRunning = false;
      await Promise.all(workers);
    },
  };
  const work = async (): Promise<void> => {
    while (isRunning) {
      await store.randomRow().then(
        () => load.answered++,
        () => load.rejected++,
      );
      await new Promise(setImmediate);
    }
  };
  const workers = Array.from({ length: 32 }, work);
  return load;
}

interface Proxy {
  readonly url: string;
  cut(): Promise<void>;
  restore(): Promise<void>;
  silence(isSilent: boolean): void;
}

/** Stands before the database and can take it away: by refusing, or by swallowing what is sent. */
async function startProxy(): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isSilent = false;
  let server: Server;
  const accept = (client: Socket): void => {
    const upstream = createConnection(Number(target.port), target.hostname);
    client
      .on("data", (data) => isSilent || upstream.write(data))
      .on("close", () => upstream.destroy());
    upstream
      .on("data", (data) => isSilent || client.write(data))
      .on("close", () => client.destroy());
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
  };
  const start = async (port: number): Promise<number> => {
    server = createServer(accept).listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as { port: number }).port;
  };
  const port = await start(0);
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    async cut() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
    async restore() {
      await start(port);
    },
    silence: (silent) => {
      isSilent = silent;
    },
  };
}
