import { equal, match, rejects } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../processes/index.ts";
import { processStatus } from "../processes/process-status.ts";
import { openAdminRedis } from "./admin-redis.ts";
import { startRedis } from "./redis-process.ts";
import { findRedisProgram } from "./redis-program.ts";
import { skip } from "./test-redis.ts";

const program = findRedisProgram(process.env) ?? "";
const moduleUrl = import.meta.resolve("./redis-process.ts");

describe("a Redis that is started", { skip, concurrency: true }, () => {
  test("is in memory, on 127.0.0.1, behind a password, and gone after its stop", async () => {
    const { url, pid, stop } = await startRedis(program);
    match(url, /^redis:\/\/:[0-9a-f]{32}@127\.0\.0\.1:\d+$/);
    const redis = await openAdminRedis(url);
    const settings = await redis.config("GET", "save", "appendonly", "bind");
    equal(JSON.stringify(settings).includes('"bind","127.0.0.1"'), true);
    equal(JSON.stringify(settings).includes('"appendonly","no"'), true);
    equal(JSON.stringify(settings).includes('"save",""'), true);
    redis.disconnect();
    await rejects(openAdminRedis(url.replace(/:[0-9a-f]+@/, "")), /NOAUTH/);
    equal(isAlive(pid), true);
    await stop();
    equal(isAlive(pid), false);
    equal(processStatus(pid), undefined);
    await stop();
  });

  const isLinux = process.platform === "linux";
  test("does not show its password among its arguments", { skip: !isLinux }, async () => {
    const { url, pid, stop } = await startRedis(program);
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    match(words, /redis|valkey/);
    equal(words.includes(new URL(url).password), false);
    await stop();
  });

  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    test(`ends when its starter is ended by ${signal}`, async () => {
      const { starter, pid } = await startElsewhere("setInterval(() => {}, 1000);");
      starter.kill(signal);
      await untilGone(pid);
    });
  }

  for (const [then, what] of [
    ["", "does not keep its starter alive, and ends with it"],
    ["await stop();", "keeps a starter alive that waits for its stop"],
  ] as const) {
    test(what, async () => {
      const { starter, pid } = await startElsewhere(then);
      const [code] = starter.exitCode === null ? await once(starter, "exit") : [starter.exitCode];
      equal(code, 0);
      await untilGone(pid);
    });
  }

  test("that does not start is an error with its last words", async () => {
    const expected = { code: "CACHE_START_FAILED", message: /did not start, exit code 1/ };
    await rejects(startRedis("/bin/false"), expected);
    await rejects(startRedis("/nonexistent/redis-server"), { code: "CACHE_START_FAILED" });
  });
});

/** A program that starts a Redis, tells its process, and then does what is asked. */
async function startElsewhere(then: string) {
  const source = `
    import { startRedis } from ${JSON.stringify(moduleUrl)};
    const { pid, stop } = await startRedis(${JSON.stringify(program)});
    process.stdout.write(String(pid));
    ${then}`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [pid] = await once(starter.stdout, "data");
  return { starter, pid: Number(pid) };
}

async function untilGone(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 250 && isAlive(pid); attempt++) await delay(20);
  equal(isAlive(pid), false);
}
