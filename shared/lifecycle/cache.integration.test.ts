import { equal, match, ok } from "node:assert/strict";
import { once } from "node:events";
import { createConnection } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { redisClientNames } from "../cache/redis-client.ts";
import { openTestCache, skip } from "../cache/test-redis.ts";
import { modelNames } from "../concurrency/index.ts";
import { expectedRandomNumber } from "../contract/index.ts";
import { startProxy } from "../database/row-store/test-proxy.ts";
import { openTestDatabase } from "../database/test-database.ts";
import { untilEqual } from "../database/test-until-equal.ts";
import { findRuntime, isInstalled } from "../runtimes/index.ts";
import { startTestServer } from "./test-server.ts";

const rowCount = 100;
const { url: databaseUrl } = await openTestDatabase(rowCount);
const redis = skip ? undefined : await openTestCache(rowCount);
const redisUrl = redis?.url ?? "";
/** As the benchmark starts a server: nobody looks at the rows again. */
const trusted = { DATABASE_URL: databaseUrl, DATABASE_ROWS: `${rowCount}` };
const answerLimitMs = 2000;
const recoveryMs = 1000;

test("a server without a Redis answers 503 on /cache, and all else", async () => {
  const server = startTestServer([], { environment: { ...trusted, REDIS_URL: "" } });
  const { port } = await server.ready();
  const answer = await ask(port, "cache");
  equal(answer.status, 503);
  match(answer.body.error, /^no Redis: set REDIS_URL/);
  equal((await ask(port, "db")).status, 200);
  equal(/ cache /.test(server.output()), false);
  equal(await server.stop(), 0);
});

describe("a server with a Redis", { skip, concurrency: 4 }, () => {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    test(`starts one for itself when that is asked for, which ends with it by ${signal}`, async () => {
      const environment = { DATABASE_URL: databaseUrl };
      const server = startTestServer(["--redis", "embedded"], { environment });
      const { port } = await server.ready();
      await assertAnswersRow(port);
      const line = /^ {2}cache {5}embedded (Redis|Valkey) \S+ at 127\.0\.0\.1:(\d+) \(redis\)$/m;
      const redisPort = Number(line.exec(server.output())?.[2]);
      equal(await isListening(redisPort), true);
      server.child.kill(signal);
      equal(await server.exitCode(), signal === "SIGTERM" ? 0 : null);
      await untilEqual(async () => Number(await isListening(redisPort)), 0);
    });
  }

  test("fills that of the environment, and names it without its password", async () => {
    const own = await openTestCache(1);
    const environment = { DATABASE_URL: databaseUrl, REDIS_URL: own.url };
    const server = startTestServer(["--redis-client", "ioredis"], { environment });
    const { port } = await server.ready();
    await assertAnswersRow(port);
    match(server.output(), / cache {5}(Redis|Valkey) \S+ at 127\.0\.0\.1:\d+ \(ioredis\)$/m);
    equal(server.output().includes(new URL(own.url).password), false);
    equal(await server.stop(), 0);
  });

  for (const environment of [{ DATABASE_URL: databaseUrl }, trusted]) {
    const how = "DATABASE_ROWS" in environment ? "found by its workers" : "looked for";
    test(`a Redis that cannot be reached, ${how}, is one line without the password`, async () => {
      const nowhere = redisUrl.replace(/:\d+$/, ":1");
      const server = startTestServer([], { environment: { ...environment, REDIS_URL: nowhere } });
      equal(await server.exitCode(), 1);
      match(server.output(), /^Redis at `127\.0\.0\.1:1` cannot be used: .*ECONNREFUSED.*\n$/);
      equal(server.output().includes(new URL(redisUrl).password), false);
    });
  }

  for (const model of modelNames) {
    test(`${model}: without its Redis it answers 503 soon, and recovers by itself`, async () => {
      const proxy = await startProxy(redisUrl);
      const environment = { ...trusted, REDIS_URL: proxy.url };
      const server = startTestServer(["--model", model], { environment });
      const { port } = await server.ready();
      await assertAnswersRow(port);
      await proxy.cut();
      const lostAt = performance.now();
      equal((await ask(port, "cache")).status, 503);
      equal((await ask(port, "db")).status, 200);
      ok(performance.now() - lostAt < answerLimitMs);
      await proxy.restore();
      await delay(recoveryMs);
      await assertAnswersRow(port);
      equal(await server.stop(), 0);
      await proxy.cut();
    });
  }

  for (const runtime of ["bun", "deno"] as const) {
    const isMissing = !isInstalled(findRuntime(runtime)) && `${runtime} is not installed`;
    for (const client of redisClientNames) {
      test(`on ${runtime}, by ${client}, it does all that, too`, { skip: isMissing }, async () => {
        const environment = { DATABASE_URL: databaseUrl };
        const options = ["--runtime", runtime, "--redis", "embedded", "--redis-client", client];
        const server = startTestServer(options, { environment });
        const { port } = await server.ready();
        await assertAnswersRow(port);
        const redisPort = Number(/cache .*:(\d+) /.exec(server.output())?.[1]);
        equal(await isListening(redisPort), true);
        equal(await server.stop(), 0);
        await untilEqual(async () => Number(await isListening(redisPort)), 0);
      });
    }
  }
});

async function ask(port: number, path: string) {
  const response = await fetch(`http://127.0.0.1:${port}/${path}`);
  return { status: response.status, body: JSON.parse(await response.text()) };
}

async function assertAnswersRow(port: number): Promise<void> {
  const { status, body } = await ask(port, "cache");
  equal(status, 200, body.error);
  equal(body.randomNumber, expectedRandomNumber(body.id));
}

/** Whether anybody listens there. */
async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
