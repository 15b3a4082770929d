import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { expectedRandomNumber } from "../contract/index.ts";
import { startProxy } from "../database/row-store/test-proxy.ts";
import { untilEqual } from "../database/test-until-equal.ts";
import { openAdminRedis } from "./admin-redis.ts";
import { keyOf } from "./cache-keys.ts";
import { redisClientNames } from "./redis-client.ts";
import { loadRedisDriver } from "./redis-clients.ts";
import { startRedis } from "./redis-process.ts";
import { findRedisProgram } from "./redis-program.ts";
import { type ConnectingRowCache, createRowCache } from "./row-cache.ts";
import { openTestCache, skip } from "./test-redis.ts";

const unavailable = { statusCode: 503, message: "cache unavailable" };
const rowCount = 100;
/** A 503 is owed within that time, and the connection back within it once Redis is back. */
const answerLimitMs = 2000;
const recoveryMs = 1000;

// A Redis each: they count each other's calls.
const prepared = await Promise.all(
  (skip ? [] : redisClientNames).map(async (name) => {
    const redis = await openTestCache(rowCount);
    const admin = await openAdminRedis(redis.url);
    after(() => admin.disconnect());
    return { name, driver: await loadRedisDriver(name), redis, admin };
  }),
);

// All at once: much of it is waiting.
describe("a row cache", { skip, concurrency: true }, () => {
  for (const { name, ...given } of prepared)
    describe(name, { concurrency: false }, () => testCache(given));
});

function testCache({ driver, redis, admin }: Omit<(typeof prepared)[number], "name">): void {
  const problems: string[] = [];

  const connect = (url = redis.url, rows = rowCount): ConnectingRowCache => {
    problems.length = 0;
    const onProblem = (error: unknown) => void problems.push(String(error));
    return createRowCache({ url, rows, driver, onProblem });
  };
  const open = async (url?: string, rows?: number): Promise<ConnectingRowCache> => {
    const cache = connect(url, rows);
    await cache.opened;
    return cache;
  };

  test("finds rows of its own, uniformly, each by one GET that Redis has counted", async () => {
    assert.ok(redis.statistics.kind === "available");
    const before = await redis.statistics.readGets();
    const cache = await open();
    const rows = await Promise.all(Array.from({ length: 2000 }, () => cache.randomRow()));
    assert.equal((await redis.statistics.readGets()) - before, 2000);
    const { salt } = redis.values;
    for (const { id, randomNumber } of rows)
      assert.equal(randomNumber, expectedRandomNumber(id, salt));
    assert.deepEqual(Object.keys(rows[0]!), ["id", "randomNumber"]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rowCount);
    await cache.close();
  });

  test("says which row is missing, also where it holds no number", async () => {
    const missing = { statusCode: 500, message: /^row \d+ is missing$/ };
    const cache = await open(undefined, 1_000_000_000);
    await assert.rejects(cache.randomRow(), missing);
    await cache.close();
    const single = await open(undefined, 1);
    const value = String(expectedRandomNumber(1, redis.values.salt));
    for (const wrong of ["", "none", "1.5"]) {
      await admin.set(keyOf(1), wrong);
      await assert.rejects(single.randomRow(), { ...missing, message: "row 1 is missing" });
    }
    await admin.set(keyOf(1), value);
    assert.equal((await single.randomRow()).id, 1);
    await single.close();
  });

  test("tells a call that Redis refuses from a Redis that is gone", async () => {
    const cache = await open(undefined, 1);
    const value = String(expectedRandomNumber(1, redis.values.salt));
    await admin.multi().del(keyOf(1)).lpush(keyOf(1), "x").exec();
    await assert.rejects(cache.randomRow(), { statusCode: 500, message: "Redis refused the call" });
    await admin.multi().del(keyOf(1)).set(keyOf(1), value).exec();
    assert.equal((await cache.randomRow()).id, 1);
    assert.deepEqual(problems, []);
    await cache.close();
  });

  test("rejects at once when nobody listens, and says why without the password", async () => {
    const { password } = new URL(redis.url);
    const cache = connect(redis.url.replace(/:\d+$/, ":1"));
    await assert.rejects(cache.opened, /ECONNREFUSED/);
    await assert.rejects(cache.randomRow(), unavailable);
    await cache.close();
    const wrong = connect(redis.url.replace(password, "not-the-password"));
    await assert.rejects(wrong.opened, /WRONGPASS/);
    await wrong.close();
    await assert.rejects(wrong.randomRow(), unavailable);
  });

  test("rejects all calls while Redis is gone, and asks it again soon after it is back", async () => {
    const proxy = await startProxy(redis.url);
    const cache = await open(proxy.url);
    const load = startLoad(cache);
    await delay(200);
    assert.equal(load.rejected, 0);
    await proxy.cut();
    await assert.rejects(cache.randomRow(), unavailable);
    await delay(300);
    const { answered } = load;
    await delay(200);
    assert.equal(load.answered, answered);
    await proxy.restore();
    await delay(recoveryMs);
    load.rejected = 0;
    await delay(200);
    assert.equal(load.rejected, 0);
    assert.ok(load.answered > answered);
    await load.stop();
    assert.ok(load.slowestMs < answerLimitMs, `${load.slowestMs} ms`);
    assert.match(problems[0]!, /closed|lost|ECONNRESET/i);
    assert.equal(proxy.connections(), 1);
    await cache.close();
    await untilEqual(proxy.connections, 0);
    await proxy.cut();
  });

  test("rejects in time when Redis falls silent, and asks it again once it speaks", async () => {
    const proxy = await startProxy(redis.url);
    const cache = await open(proxy.url);
    proxy.silence(true);
    const startedAt = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => cache.randomRow()));
    for (const result of results)
      assert.equal(result.status === "rejected" && result.reason.statusCode, 503);
    assert.ok(performance.now() - startedAt < answerLimitMs);
    assert.match(problems[0]!, /Redis does not answer/);
    await assert.rejects(cache.randomRow(), unavailable);
    // Long enough for several attempts: none of them may be left open.
    await delay(2000);
    proxy.silence(false);
    await delay(recoveryMs);
    await cache.randomRow();
    await untilEqual(proxy.connections, 1);
    await cache.close();
    await untilEqual(proxy.connections, 0);
    await proxy.cut();
  });

  test("notices a Redis that is killed while nobody asks", async () => {
    const killed = await startRedis(findRedisProgram(process.env)!);
    const cache = await open(killed.url);
    process.kill(killed.pid, "SIGKILL");
    // What is told of the loss itself, and how often, depends on the moment at which it is killed.
    const isRefused = () => problems.some((problem) => problem.includes("ECONNREFUSED"));
    for (let attempt = 0; attempt < 250 && !isRefused(); attempt++) await delay(20);
    assert.ok(isRefused(), problems.join("; "));
    assert.match(problems[0]!, /closed|lost|ECONNRESET/i);
    await assert.rejects(cache.randomRow(), unavailable);
    await cache.close();
    await killed.stop();
  });

  test("answers the calls in flight before it closes, and none afterwards", async () => {
    const cache = await open();
    const calls = Array.from({ length: 50 }, () => cache.randomRow());
    await cache.close();
    assert.equal((await Promise.all(calls)).length, 50);
    await assert.rejects(cache.randomRow(), unavailable);
  });

  test("closes in bounded time while Redis is silent, and while it is gone", async () => {
    const proxy = await startProxy(redis.url);
    const silent = await open(proxy.url);
    proxy.silence(true);
    const calls = Promise.allSettled([silent.randomRow(), silent.randomRow()]);
    const startedAt = performance.now();
    await silent.close();
    const opening = connect(proxy.url);
    await opening.close();
    await assert.rejects(opening.opened);
    await proxy.cut();
    const gone = connect(proxy.url);
    await gone.close();
    assert.ok(performance.now() - startedAt < answerLimitMs);
    await calls;
    await untilEqual(proxy.connections, 0);
  });
}

/** Callers that ask one row after the other, whatever the answers are. */
function startLoad(cache: ConnectingRowCache) {
  let isRunning = true;
  const load = {
    answered: 0,
    rejected: 0,
    slowestMs: 0,
    async stop() {
      isRunning = false;
      await Promise.all(workers);
    },
  };
  const work = async (): Promise<void> => {
    while (isRunning) {
      const startedAt = performance.now();
      await cache.randomRow().then(
        () => load.answered++,
        () => load.rejected++,
      );
      load.slowestMs = Math.max(load.slowestMs, performance.now() - startedAt);
      await delay(1);
    }
  };
  const workers = Array.from({ length: 16 }, work);
  return load;
}
