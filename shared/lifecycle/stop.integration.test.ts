import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { askWorkerId } from "../client/worker-id.ts";
import { modelNames } from "../concurrency/index.ts";
import { isAlive } from "../processes/index.ts";
import { fixtureEntry, packageEntry, startTestServer } from "./test-server.ts";

const orphanLimitMs = 2000;
const manyClients = 64;
/** Models whose connections a primary accepts and hands out. */
const dealt: readonly string[] = ["cluster", "blocking"];
const lostByDeno = "a worker of Deno's node:cluster that stops loses what the primary has accepted";
const request = "GET /db HTTP/1.1\r\nHost: test\r\n\r\n";
const forcedExitCode = 143;

/** Every model, and a server that another runtime runs: a launcher more. */
const cells = [
  ...modelNames.map((model) => ({ title: model, options: ["--model", model], entry: "node-http" })),
  { title: "on a runtime of its own", options: [], entry: "uwebsockets" },
];

describe("a server that ends", { concurrency: 4 }, () => {
  for (const { title, options, entry } of cells) {
    const start = () => startTestServer(options, { entry: packageEntry(entry) });

    test(`${title}: SIGTERM lets the answer in flight finish, ends every worker and exits 0`, async () => {
      const server = start();
      const { port, workers } = await server.ready();
      const answer = fetch(`http://127.0.0.1:${port}/wait/300`);
      await fetch(`http://127.0.0.1:${port}/wait/50`);
      server.child.kill("SIGTERM");
      equal((await answer).status, 200);
      equal(await server.exitCode(), 0);
      for (const { pid } of workers) equal(isAlive(pid), false);
    });

    test(`${title}: a second signal forces the end`, async () => {
      const server = start();
      const { port, workers } = await server.ready();
      const answer = fetch(`http://127.0.0.1:${port}/wait/9000`).then(
        ({ status }) => status,
        () => "lost",
      );
      // On a busy machine a request takes a while to arrive; one that has not is no reason to wait for.
      await delay(700);
      const startedAt = performance.now();
      server.child.kill("SIGTERM");
      // Not once: two signals of which the first has not been heard yet are one.
      const again = setInterval(() => server.child.kill("SIGTERM"), 100);
      const exitCode = await server.exitCode();
      clearInterval(again);
      equal(exitCode, forcedExitCode);
      notEqual(await answer, 200);
      await untilGone(workers.map(({ pid }) => pid));
      ok(performance.now() - startedAt < orphanLimitMs);
    });

    test(`${title}: workers end within two seconds with a launcher that was killed`, async () => {
      const server = start();
      const { workers } = await server.ready();
      server.child.kill("SIGKILL");
      await server.exitCode();
      await untilGone(workers.map(({ pid }) => pid));
    });
  }

  for (const model of modelNames) {
    const skip = process.env.RUNTIME === "deno" && dealt.includes(model) && lostByDeno;
    test(`${model}: SIGTERM loses no request of those whose connections are still to be accepted`, {
      skip,
    }, async () => {
      const server = startTestServer(["--model", model]);
      const { port, workers } = await server.ready();
      const pids = new Set([Number(server.child.pid), ...workers.map(({ pid }) => pid)]);
      for (const pid of pids) process.kill(pid, "SIGSTOP");
      const clients = Array.from({ length: manyClients }, () => ask(port));
      await Promise.all(clients.map(({ sent }) => sent));
      const exitCode = server.stop();
      for (const pid of pids) process.kill(pid, "SIGCONT");
      const answers = await Promise.all(clients.map(({ answer }) => answer));
      deepEqual(answers, Array(manyClients).fill("HTTP/1.1 200"));
      equal(await exitCode, 0);
    });
  }

  for (const model of modelNames.filter((name) => name !== "single")) {
    test(`${model}: a worker that crashes is replaced`, async () => {
      const server = startTestServer(["--model", model, "--workers", "2"], {
        entry: fixtureEntry("fragile"),
      });
      const { port, workers } = await server.ready();
      const origin = `http://127.0.0.1:${port}`;
      const old = workers.map(({ id }) => id);
      await fetch(`${origin}/crash`).catch(() => {});
      // A connection that the kernel gave to the dead worker is refused: asked again, like the old one.
      while (old.includes(await askWorkerId(origin).catch(() => `${old[0]}`))) await delay(10);
      equal(await server.stop(), 0);
      match(server.output(), /worker \S+ ended, exit code 7; it is replaced/);
    });
  }
});

/** A client on a connection of its own: when the kernel has its request, and its answer or why there is none. */
function ask(port: number): { readonly sent: Promise<void>; readonly answer: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  const sent = new Promise<void>((resolve) => socket.write(request, () => resolve()));
  const answer = new Promise<string>((resolve) => {
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString("latin1", 0, "HTTP/1.1 200".length));
    });
    socket.once("error", ({ message }) => resolve(message));
    socket.once("close", () => resolve("closed"));
  });
  return { sent, answer };
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + orphanLimitMs;
  while (pids.some(isAlive)) {
    ok(performance.now() < deadline, `still alive: ${pids.filter(isAlive).join(", ")}`);
    await delay(20);
  }
}
