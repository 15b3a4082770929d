import { equal, rejects } from "node:assert/strict";
import { describe, test } from "node:test";
import { startProxy } from "../database/row-store/test-proxy.ts";
import { openRowCache } from "./open-row-cache.ts";
import { redisClientNames } from "./redis-client.ts";
import { openTestCache, skip } from "./test-redis.ts";

const url = skip ? "" : (await openTestCache(10)).url;

test("without a Redis every call is a 503 that says what to do", async () => {
  const cache = await openRowCache(undefined);
  await rejects(cache.randomRow(), { statusCode: 503, message: /^no Redis: set REDIS_URL/ });
  await cache.close();
});

describe("a worker's cache", { skip, concurrency: true }, () => {
  for (const client of redisClientNames) {
    test(`${client}: is connected once it is open, or says why it cannot be`, async () => {
      const cache = await openRowCache({ url, rows: 10, client });
      equal(typeof (await cache.randomRow()).id, "number");
      await cache.close();
      const proxy = await startProxy(url);
      await proxy.cut();
      await rejects(openRowCache({ url: proxy.url, rows: 10, client }), {
        code: "CACHE_UNREACHABLE",
        message: /^Redis at `127\.0\.0\.1:\d+` cannot be used: connect ECONNREFUSED/,
      });
    });
  }
});
