import { equal, match } from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { modelNames } from "../concurrency/index.ts";
import { findRuntime, isInstalled } from "../runtimes/index.ts";
import { fixtureEntry, packageEntry, startTestServer } from "./test-server.ts";

/** Nobody listens there; `DATABASE_ROWS` keeps the launcher from looking itself. */
const noDatabase = { DATABASE_URL: "postgres://me:secret@127.0.0.1:1/x" };
const startLimitMs = 10_000;

describe("a server that starts", { concurrency: 4 }, () => {
  test("the start message has a curl line that works, the model and the database", async () => {
    const server = startTestServer([]);
    await server.ready();
    const url = /curl -i (\S+)/.exec(server.output())?.[1] ?? "";
    equal((await fetch(url)).status, 200);
    match(server.output(), /runtime {3}Node\.js \d+\.\d+\.\d+$/m);
    match(server.output(), /single: 1 process/);
    match(server.output(), /embedded PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+, [\d,]+ rows$/m);
    match(server.output(), /pool {6}adaptive, up to 64 connections \(async, pipelined, pg\)/);
    server.child.kill("SIGINT");
    equal(await server.exitCode(), 0);
  });

  test("a server whose binary needs an older Node.js runs on that one, and says so", async () => {
    const server = startTestServer([], { entry: packageEntry("uwebsockets") });
    const { port } = await server.ready();
    equal((await fetch(`http://127.0.0.1:${port}/db`)).status, 200);
    match(server.output(), /^uwebsockets .* listens on.*runtime {3}Node\.js 22\./s);
    equal(await server.stop(), 0);
  });

  test("a runtime that is unknown, not installed or wrong for the server is a sentence", async () => {
    const unknown = startTestServer(["--runtime", "denno"]);
    equal(await unknown.exitCode(), 2);
    match(unknown.output(), /unknown runtime `denno`: did you mean `deno`\?/);
    const foreign = startTestServer([], { entry: packageEntry("hono-bun") });
    const needs =
      /hono-bun under single: .*(Bun|bun is not installed: npm run runtimes -- add bun)/;
    if (isInstalled(findRuntime("bun"))) return void (await foreign.ready());
    equal(await foreign.exitCode(), 1);
    match(foreign.output(), needs);
  });

  test("a database that cannot be reached is one line without the password", async () => {
    const server = startTestServer([], { environment: noDatabase });
    equal(await server.exitCode(), 1);
    match(server.output(), /^PostgreSQL at `127\.0\.0\.1:1` cannot be used: .*ECONNREFUSED.*\n$/);
    equal(server.output().includes("secret"), false);
  });

  for (const model of modelNames) {
    test(`${model}: a taken port is named and left alone`, async () => {
      const holder = createServer().listen(0, "127.0.0.1");
      await once(holder, "listening");
      const { port } = holder.address() as AddressInfo;
      const server = startTestServer(["--model", model, "--port", String(port)]);
      equal(await server.exitCode(), 1);
      match(server.output(), new RegExp(`port ${port} is taken by .*choose another with PORT=`));
      equal(holder.listening, true);
      holder.close();
    });

    test(`${model}: workers without a database end the start with the reason`, async () => {
      const environment = { ...noDatabase, DATABASE_ROWS: "100" };
      const startedAt = performance.now();
      const server = startTestServer(["--model", model], { environment });
      equal(await server.exitCode(), 1);
      match(server.output(), /database unavailable/);
      equal(performance.now() - startedAt < startLimitMs, true);
    });

    test(`${model}: a module that cannot be loaded ends the start with the reason`, async () => {
      const startedAt = performance.now();
      const server = startTestServer(["--model", model], { entry: fixtureEntry("unloadable") });
      equal(await server.exitCode(), 1);
      match(server.output(), /the module is broken/);
      equal(performance.now() - startedAt < startLimitMs, true);
    });
  }
});
