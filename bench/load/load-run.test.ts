import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { formatResponse, startFaultyServer } from "./fixtures/faulty-server.ts";
import { assertReconciled, requestTo, row, withFaultyServer } from "./fixtures/row-slice.ts";
import { percentileOf, summarizeHistogram } from "./histogram.ts";
import { runLoad } from "./load-run.ts";

test("a closed loop counts what the server counts, and every response is right", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const result = await runLoad(requestTo(server));
      assertReconciled(result);
      assert.equal(result.kind, "closed");
      assert.equal(result.elapsedUs, 200_000);
      assert.equal(result.issued, server.requests);
      assert.equal(result.responses + result.late, server.requests);
      assert.ok(result.late <= 4 && result.correct > 4);
      assert.equal(result.throughput, result.correct / 0.2);
      assert.equal(result.bytesReceived, server.requests * row.length);
      assert.equal(server.connections, 4);
      assert.ok(result.generatorCpuUs > 0 && result.generatorRssBytes > 1e6);
    },
  );
});

test("an open loop sends each arrival of its seed once, and drains", async () => {
  await withFaultyServer(
    (socket) => setTimeout(() => socket.write(row), 20),
    async (server) => {
      const change = { rate: requestsPerSecond(500), connections: 50 };
      const first = await runLoad(requestTo(server, change));
      const second = await runLoad(requestTo(server, change));
      assertReconciled(first);
      assert.ok(first.kind === "open" && second.kind === "open");
      assert.equal(first.offered, second.offered);
      assert.equal(first.correct + first.lateCorrect, first.offered);
      assert.equal(server.requests, 2 * first.offered);
      assert.ok(first.late > 0 && first.unsent === 0);
      assert.ok(percentileOf(first.latencyUs, 50) >= 19_000);
    },
  );
});

test("arrivals without a free connection wait, and their latency holds the wait", async () => {
  await withFaultyServer(
    (socket) => setTimeout(() => socket.write(row), 20),
    async (server) => {
      // One connection carries 50 req/s at most: about 100 more stand in the queue.
      const change = { rate: requestsPerSecond(500), connections: 1, timeLimit: milliseconds(400) };
      const result = await runLoad(requestTo(server, change));
      assertReconciled(result);
      assert.ok(result.kind === "open" && result.unsent > 0 && result.late > 0);
      assert.equal(result.issued, server.requests);
      assert.ok(percentileOf(result.latencyUs, 100) > 400_000);
      assert.ok(percentileOf(result.serviceUs, 50) < 200_000);
      const waiting = percentileOf(result.lagUs.waiting, 50);
      assert.ok(waiting > 20_000, `waiting \`${waiting}\``);
    },
  );
});

test("a time-out is recorded as exactly the time limit", async () => {
  await withFaultyServer(
    () => {},
    async (server) => {
      const result = await runLoad(requestTo(server));
      const { p50Us, maxUs } = summarizeHistogram(result.serviceUs);
      assert.deepEqual([p50Us, maxUs], [150_015, 150_015]);
      assert.equal(server.requests, result.issued);
    },
  );
});

test("`Connection: close` opens a new connection for each request and is no failure", async () => {
  const closing = formatResponse('{"id":1,"randomNumber":4344}', 200, "Connection: close\r\n");
  await withFaultyServer(
    (socket) => socket.end(closing),
    async (server) => {
      const result = await runLoad(requestTo(server));
      assertReconciled(result);
      assert.ok(result.correct > 4);
      assert.deepEqual(
        Object.values(result.failures).filter((count) => count > 0),
        [],
      );
      assert.ok(server.connections >= result.issued);
    },
  );
});

test("a server that was asked to close and does so without a word is no failure", async () => {
  await withFaultyServer(
    (socket) => {
      socket.write(row);
      setTimeout(() => socket.end(), 1);
    },
    async (server) => {
      const result = await runLoad(requestTo(server, { connection: "close" }));
      assertReconciled(result);
      assert.ok(result.correct > 4);
      assert.equal(result.failures.closed, 0);
      assert.ok(server.connections >= result.issued);
    },
  );
});

test("a connection that is lost is opened again", async () => {
  await withFaultyServer(
    (socket, count) => (count === 5 ? socket.end() : socket.write(row)),
    async (server) => {
      const result = await runLoad(requestTo(server));
      assertReconciled(result);
      assert.equal(result.failures.closed, 1);
      assert.equal(server.connections, 5);
      assert.ok(result.correct > 5);
    },
  );
});

test("a server that dies ends no run early, and makes no busy loop", async () => {
  const server = await startFaultyServer((socket, count) => {
    if (count < 20) socket.write(row);
    else void server.stop();
  });
  const result = await runLoad(requestTo(server));
  assertReconciled(result);
  assert.equal(result.elapsedUs, 200_000);
  const { connect } = result.failures;
  // Pauses of 0, 10, 20, 40, 80, 160 ms: at most 6 attempts for each of 4 connections.
  assert.ok(connect >= 4 && connect <= 24, `\`${connect}\` attempts`);
  assert.match(result.failureSamples.connect ?? "", /ECONNREFUSED/);
});

test("a port where nobody listens is LOAD_FAILED with host, port and reason", async () => {
  const server = await startFaultyServer(() => {});
  await server.stop();
  const { port } = new URL(server.url);
  await assert.rejects(runLoad(requestTo(server)), {
    code: "LOAD_FAILED",
    message: `no connection to \`127.0.0.1:${port}\` could be opened: connect ECONNREFUSED 127.0.0.1:${port}`,
  });
});

test("an abort ends a run at once, with the signal's reason", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const reason = new Error("enough");
      for (const rate of [undefined, requestsPerSecond(200)]) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(reason), 100);
        const change = { duration: milliseconds(60_000), ...(rate === undefined ? {} : { rate }) };
        const run = runLoad(requestTo(server, change), { signal: controller.signal });
        await assert.rejects(run, reason);
      }
    },
  );
});
