import { equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { modelNames } from "../concurrency/index.ts";
import { startProxy } from "../database/row-store/test-proxy.ts";
import { openTestDatabase } from "../database/test-database.ts";
import { untilEqual } from "../database/test-until-equal.ts";
import { startTestServer } from "./test-server.ts";

const database = await openTestDatabase(100);
const callers = 8;
/** Few enough requests for all servers at once on two cores. */
const pauseMs = 50;
const outageMs = 5000;
const answerLimitMs = 2000;
const recoveryMs = 1000;

// All at once: most of it is waiting.
describe("a server that loses its database", { concurrency: true }, () => {
  for (const model of modelNames) {
    test(`${model}: without its database it answers 503 soon, and recovers by itself`, async () => {
      const proxy = await startProxy(database.url);
      const environment = { DATABASE_URL: proxy.url, DATABASE_ROWS: "100" };
      // So few that a connection which is left behind is one too many.
      const server = startTestServer(["--model", model, "--pool", "adaptive:2"], { environment });
      const { port } = await server.ready();
      const load = startRequests(`http://127.0.0.1:${port}/db`);
      await delay(300);
      equal(load.count(503), 0);
      await proxy.cut();
      await delay(outageMs);
      ok(load.count(503) > callers);
      await proxy.restore();
      await delay(recoveryMs);
      load.forget();
      await untilEqual(() => load.count(200) > callers, true);
      equal(load.count(503), 0);
      equal(load.others(), 0);
      ok(load.slowestMs() < answerLimitMs, `${load.slowestMs()} ms`);
      await load.stop();
      ok(
        proxy.connections() <= promisedConnections(server.output()),
        `${proxy.connections()} open`,
      );
      equal(await server.stop(), 0);
      await untilEqual(proxy.connections, 0);
      await proxy.cut();
    });
  }
});

/** What the start message says of the pool. */
function promisedConnections(output: string): number {
  return Number(/(\d+) connections?/.exec(output)?.[1]);
}

/** Callers that ask again and again, and count what they get. */
function startRequests(url: string) {
  const counts = new Map<number, number>();
  let others = 0;
  let slowestMs = 0;
  let isRunning = true;
  const ask = async (): Promise<void> => {
    while (isRunning) {
      const startedAt = performance.now();
      try {
        const response = await fetch(url);
        await response.arrayBuffer();
        counts.set(response.status, (counts.get(response.status) ?? 0) + 1);
      } catch {
        others += 1;
      }
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await delay(pauseMs);
    }
  };
  const running = Array.from({ length: callers }, ask);
  return {
    count: (status: number) => counts.get(status) ?? 0,
    others: () => others,
    slowestMs: () => slowestMs,
    forget: () => counts.clear(),
    async stop() {
      isRunning = false;
      await Promise.all(running);
    },
  };
}
