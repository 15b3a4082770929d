import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { defaultSalt, expectedRandomNumber, saltOf } from "../contract/index.ts";
import { startProxy } from "../database/row-store/test-proxy.ts";
import { openAdminRedis } from "./admin-redis.ts";
import { contentKey, keyOf } from "./cache-keys.ts";
import { openCacheStatistics, parseGets } from "./cache-statistics.ts";
import { openCache } from "./open-cache.ts";
import { loadRedisDriver } from "./redis-clients.ts";
import { createRowCache } from "./row-cache.ts";
import { openTestCache, skip } from "./test-redis.ts";

const rowCount = 2500;
const cache = skip ? undefined : await openTestCache(rowCount);
const redisUrl = cache?.url ?? "";
const admin = skip ? undefined : await openAdminRedis(redisUrl);
after(() => admin?.disconnect());

describe("a cache", { skip, concurrency: false }, () => {
  test("tells what it is, and holds every row and nothing else of ours", async () => {
    assert.match(cache!.version, /^(Redis|Valkey) \d+\.\d+/);
    assert.match(cache!.address, /^127\.0\.0\.1:\d+$/);
    assert.deepEqual(
      [cache!.source, cache!.rows, cache!.values.salt],
      ["embedded", rowCount, defaultSalt],
    );
    await assertHolds(rowCount, defaultSalt);
  });

  test("is filled anew for another number of rows, and what is beyond goes", async () => {
    await admin!.set("world:1", "somebody else's");
    for (const rows of [3001, 999]) {
      const messages: string[] = [];
      const onProgress = (message: string) => void messages.push(message);
      const other = await openExternal({ rows, onProgress });
      assert.deepEqual([other.source, other.rows], ["external", rows]);
      assert.deepEqual(messages, [`filling Redis with ${rows} rows`]);
      await assertHolds(rows, defaultSalt, ["world:1"]);
      await other.close();
    }
    assert.equal(await admin!.getdel("world:1"), "somebody else's");
  });

  test("is left as it is where it holds the rows, whatever their salt, and mended elsewhere", async () => {
    const first = await openExternal({ rows: rowCount });
    const salt = await first.values.change();
    await first.close();
    const silent = { rows: rowCount, onProgress: () => assert.fail("it was filled again") };
    const second = await openExternal(silent);
    assert.equal(second.values.salt, salt);
    await second.close();
    await admin!.del(keyOf(2000));
    const third = await openExternal({ rows: rowCount });
    await assertHolds(rowCount, third.values.salt);
    await third.close();
  });

  test("has values that change under readers, none of whom misses a row or reads a third value", async () => {
    const driver = await loadRedisDriver("ioredis");
    const rows = createRowCache({ url: redisUrl, rows: rowCount, driver });
    await rows.opened;
    const { values } = cache!;
    const salts = new Set([values.salt]);
    const seen = new Set<number>();
    let isReading = true;
    const read = async (): Promise<void> => {
      while (isReading) {
        const { id, randomNumber } = await rows.randomRow();
        seen.add(saltOf(id, randomNumber));
      }
    };
    const readers = Array.from({ length: 8 }, read);
    for (let change = 0; change < 10; change++) salts.add(await values.change());
    await delay(20);
    isReading = false;
    await Promise.all(readers);
    assert.equal(salts.size, 11);
    assert.ok(seen.has(values.salt));
    assert.deepEqual(
      [...seen].filter((salt) => !salts.has(salt)),
      [],
    );
    await assertHolds(rowCount, values.salt);
    await rows.close();
  });

  test("of more than 100,000 rows keeps its values", async () => {
    const large = await openExternal({ rows: 100_001 });
    assert.equal(await large.values.change(), large.values.salt);
    await assertHolds(100_001, large.values.salt);
    await large.close();
  });

  test("counts every GET, and none of the project itself", async () => {
    assert.ok(cache!.statistics.kind === "available");
    const { readGets } = cache!.statistics;
    const before = await readGets();
    const other = await openExternal({ rows: rowCount });
    await other.values.change();
    await other.close();
    await (await openExternal({ rows: rowCount })).close();
    assert.equal(await readGets(), before);
    await Promise.all([
      admin!.get(keyOf(1)),
      admin!.get("absent"),
      admin!.mget(keyOf(1), keyOf(2)),
    ]);
    assert.equal(await readGets(), before + 2);
  });

  test("whose counts are not to be had says why", async () => {
    await admin!.acl("SETUSER", "reader", "on", ">reader", "~*", "+@all", "-info");
    const url = redisUrl.replace(/:\/\/:.*@/, "://reader:reader@");
    const statistics = await openCacheStatistics(url);
    assert.equal(statistics.kind, "unavailable");
    assert.match(statistics.kind === "unavailable" ? statistics.reason : "", /NOPERM/);
  });

  test("that cannot be reached, or refuses the rows, is one sentence without the password", async () => {
    const proxy = await startProxy(redisUrl);
    const { password } = new URL(redisUrl);
    const check = (code: string, pattern: RegExp) => (error: { code: string; message: string }) => {
      assert.equal(error.code, code);
      assert.match(error.message, pattern);
      return !error.message.includes(password);
    };
    await proxy.cut();
    const unreachable = openCache({ redisUrl: proxy.url, rows: 1 });
    await assert.rejects(unreachable, check("CACHE_UNREACHABLE", /ECONNREFUSED.*Check REDIS_URL/));
    await admin!.set(contentKey, "somebody else's").catch(() => {});
    const refused = openCache({ redisUrl, rows: 1 });
    await assert.rejects(refused, check("CACHE_REFUSED", /WRONGTYPE/));
  });
});

test("the calls of GET are read from Redis's own words", () => {
  const text =
    "# Commandstats\r\ncmdstat_getdel:calls=7,usec=1\r\ncmdstat_mget:calls=9,usec=1\r\n" +
    "cmdstat_get:calls=2004,usec=1200,usec_per_call=0.60,rejected_calls=0,failed_calls=0\r\n";
  assert.equal(parseGets(text), 2004);
  assert.equal(parseGets("# Commandstats\r\n"), 0);
});

async function openExternal(options: { rows: number; onProgress?: (message: string) => void }) {
  const opened = await openCache({ redisUrl, ...options });
  assert.ok(opened.kind === "available");
  return opened;
}

/** Every row with its value, the note, and no other key. */
async function assertHolds(rows: number, salt: number, others: readonly string[] = []) {
  const keys = Array.from({ length: rows }, (_, index) => keyOf(index + 1));
  const values = await admin!.mget(...keys);
  const expected = keys.map((_, index) => `${expectedRandomNumber(index + 1, salt)}`);
  assert.deepEqual(values, expected);
  assert.deepEqual(await admin!.hgetall(contentKey), {
    rows: `${rows}`,
    salt: `${salt}`,
    complete: "1",
  });
  assert.equal(await admin!.dbsize(), rows + 1 + others.length);
}
