import { equal, match } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { modelNames } from "../concurrency/index.ts";
import { askWorkerId } from "../contract/index.ts";
import type { ReadyMessage } from "./serve.ts";

const program = fileURLToPath(new URL("serve.mjs", import.meta.url));
const entry = fileURLToPath(new URL("../../packages/node-http/src/server.ts", import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function start(options: readonly string[], environment: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [program, entry, ...options], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...environment },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

async function ready({ child }: Started): Promise<ReadyMessage> {
  const [message] = await once(child, "message");
  return message as ReadyMessage;
}

async function exitCodeOf({ child }: Started): Promise<number | null> {
  const [exitCode] = child.exitCode === null ? await once(child, "close") : [child.exitCode];
  return exitCode;
}

for (const model of modelNames) {
  test(`${model}: SIGTERM lets the answer in flight finish, ends every worker and exits 0`, async () => {
    const server = start(["--port", "0", "--model", model]);
    const { port, workers } = await ready(server);
    const answer = fetch(`http://127.0.0.1:${port}/wait/300`);
    await fetch(`http://127.0.0.1:${port}/wait/50`);
    server.child.kill("SIGTERM");
    equal((await answer).status, 200);
    equal(await exitCodeOf(server), 0);
    for (const { pid } of workers) equal(isAlive(pid), false);
  });

  test(`${model}: workers end with a launcher that was killed`, async () => {
    const server = start(["--port", "0", "--model", model]);
    const { workers } = await ready(server);
    server.child.kill("SIGKILL");
    await exitCodeOf(server);
    while (workers.some(({ pid }) => isAlive(pid))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

for (const model of ["cluster", "reuseport", "blocking"] as const) {
  test(`${model}: a worker that dies is replaced while the other goes on`, async () => {
    const server = start(["--port", "0", "--model", model, "--workers", "2"]);
    const { port, workers } = await ready(server);
    const origin = `http://127.0.0.1:${port}`;
    const old = workers.map(({ id }) => id);
    process.kill(workers[0]?.pid ?? 0, "SIGKILL");
    // A connection that the kernel gave to the dead worker is refused: asked again, like the old one.
    while (old.includes(await askWorkerId(origin).catch(() => `${old[0]}`))) await delay(10);
    server.child.kill("SIGTERM");
    equal(await exitCodeOf(server), 0);
    match(server.output(), /worker \d+ ended, signal SIGKILL; it is replaced/);
  });
}

test("the start message has a curl line that works, the model and the database", async () => {
  const server = start(["--port", "0"]);
  await ready(server);
  const url = /curl -i (\S+)/.exec(server.output())?.[1] ?? "";
  equal((await fetch(url)).status, 200);
  match(server.output(), /single: 1 process/);
  match(server.output(), /embedded PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+, [\d,]+ rows$/m);
  match(server.output(), /pool {6}adaptive, up to 64 connections \(async, pipelined, postgres\)/);
  server.child.kill("SIGINT");
  equal(await exitCodeOf(server), 0);
});

for (const model of modelNames) {
  test(`${model}: a taken port is named and left alone`, async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const server = start(["--model", model], { PORT: String(port) });
    equal(await exitCodeOf(server), 1);
    match(server.output(), new RegExp(`port ${port} is taken by .*choose another with PORT=`));
    equal(holder.listening, true);
    holder.close();
  });
}

test("a database that cannot be reached is one line without the password", async () => {
  const server = start(["--port", "0"], { DATABASE_URL: "postgres://me:secret@127.0.0.1:1/x" });
  equal(await exitCodeOf(server), 1);
  match(server.output(), /^PostgreSQL at `127\.0\.0\.1:1` cannot be used: .*ECONNREFUSED.*\n$/);
  equal(server.output().includes("secret"), false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
