import { equal, ok } from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { modelNames } from "../concurrency/index.ts";
import type { ReadyMessage } from "./serve.ts";
import { packageEntry, startTestServer, type TestServer } from "./test-server.ts";

const isLinux = process.platform === "linux";
const skip = isLinux ? false : "descriptors are counted in /proc, which only Linux has";
const manyConnections = 10_000;
/** Fewer than the limit allows. */
const connectionsAtOnce = 25;
/** A pool may open or close a connection meanwhile; a leak would show 10,000. */
const toleratedGrowth = 40;
const descriptorLimit = 100;
const connectionsBeyondLimit = 300;

const cells = [
  ...modelNames.map((model) => ({ name: "node-http", model })),
  { name: "uwebsockets", model: "single" },
];

describe("descriptors", { concurrency: 2, skip }, () => {
  for (const { name, model } of cells) {
    test(`${name}, ${model}: 10,000 connections leave none behind; without any left it answers whom it has, and recovers`, async () => {
      const options = ["--model", model, "--workers", model === "single" ? "1" : "2"];
      const entry = packageEntry(name);
      await withServer(startTestServer(options, { entry }), expectNoneLeft);
      const limited = startTestServer(options, { entry, descriptors: descriptorLimit });
      await withServer(limited, expectRecovery);
    });
  }
});

async function withServer(
  server: TestServer,
  use: (ready: ReadyMessage, launcher: number) => Promise<void>,
): Promise<void> {
  await use(await server.ready(), server.child.pid ?? 0);
  equal(await server.stop(), 0);
}

async function expectNoneLeft({ port, workers }: ReadyMessage, launcher: number): Promise<void> {
  const pids = [...new Set([launcher, ...workers.map(({ pid }) => pid)])];
  await askOnConnections(port, 500);
  const before = countDescriptors(pids);
  await askOnConnections(port, manyConnections);
  await delay(100);
  const growth = countDescriptors(pids) - before;
  ok(growth <= toleratedGrowth, `${growth} more descriptors`);
}

async function expectRecovery({ port }: ReadyMessage): Promise<void> {
  const sockets = await openConnections(port, connectionsBeyondLimit);
  const answered = await askAll(sockets);
  ok(answered.length >= 10, `${answered.length} connections were answered`);
  const again = await askAll(answered);
  ok(again.length >= 0.9 * answered.length, `${again.length} of ${answered.length} again`);
  for (const socket of sockets) socket.destroy();
  await untilAnswered(port);
}

function countDescriptors(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0);
}

/** One request on each of that many connections; rejects where one is not answered. */
async function askOnConnections(port: number, count: number): Promise<void> {
  const workerData = { port, count, atOnce: connectionsAtOnce };
  const thread = new Worker(new URL("./test-connections.ts", import.meta.url), { workerData });
  await once(thread, "exit");
}

async function openConnections(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, "127.0.0.1"));
  const opened = sockets.map(async (socket) => {
    socket.on("error", () => {});
    await Promise.race([once(socket, "connect").catch(() => {}), once(socket, "close")]);
  });
  await Promise.all(opened);
  return sockets;
}

async function askAll(sockets: readonly Socket[]): Promise<Socket[]> {
  const answers = await Promise.all(sockets.map((socket) => ask(socket)));
  return sockets.filter((_, index) => answers[index]);
}

/** Whether `/json` is answered on this connection within a second. */
async function ask(socket: Socket): Promise<boolean> {
  if (socket.destroyed || !socket.writable) return false;
  const timeout = AbortSignal.timeout(1000);
  try {
    socket.write("GET /json HTTP/1.1\r\nHost: test\r\n\r\n");
    const [data] = await once(socket, "data", { signal: timeout });
    return data.toString("latin1").startsWith("HTTP/1.1 200");
  } catch {
    return false;
  }
}

async function untilAnswered(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [socket] = await openConnections(port, 1);
    const isAnswered = socket !== undefined && (await ask(socket));
    socket?.destroy();
    if (isAnswered) return;
    await delay(50);
  }
  throw new Error("nobody answers any more");
}
