import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { assertReconciled, requestTo, row, withFaultyServer } from "./fixtures/row-slice.ts";
import { percentileOf, summarizeHistogram } from "./histogram.ts";
import { runLoad } from "./load-run.ts";
import { createMix } from "./mix.ts";

const classOf = (name: string, weight: number) =>
  ({ name, path: `/${name}`, weight, expect: "row" }) as const;
const mix = [classOf("quick", 94), classOf("wait", 5), classOf("cpu", 1)];

test("classes are drawn by their weights, in the same order for the same seed", () => {
  const draw = createMix(mix, 7);
  const again = createMix(mix, 7);
  const counts = [0, 0, 0];
  for (let index = 0; index < 100_000; index++) {
    const drawn = draw();
    assert.equal(drawn, again());
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  // Four standard deviations of a binomial count.
  assert.ok(Math.abs((counts[0] ?? 0) - 94_000) < 4 * Math.sqrt(94_000 * 0.06));
  assert.ok(Math.abs((counts[1] ?? 0) - 5000) < 4 * Math.sqrt(5000));
  assert.ok(Math.abs((counts[2] ?? 0) - 1000) < 4 * Math.sqrt(1000));
});

for (const rate of [undefined, requestsPerSecond(400)])
  test(`each class has its own latency, ${rate ? "open" : "closed"} loop`, async () => {
    await withFaultyServer(
      (socket, _count, request) =>
        setTimeout(() => socket.write(row), request.includes("/wait") ? 40 : 1),
      async (server) => {
        const classes = [classOf("quick", 3), classOf("wait", 1)];
        const change = { mix: classes, connections: 16, duration: milliseconds(400) };
        const result = await runLoad(requestTo(server, rate ? { ...change, rate } : change));
        assertReconciled(result);
        const [quick, wait] = result.classes ?? [];
        assert.ok(quick !== undefined && wait !== undefined);
        assert.equal(quick.correct + wait.correct, result.correct + result.lateCorrect);
        assert.ok(percentileOf(quick.latencyUs, 50) < 30_000);
        assert.ok(percentileOf(wait.latencyUs, 50) >= 39_000);
        assert.ok(summarizeHistogram(quick.latencyUs).count > 0);
      },
    );
  });

test("a batch of pipelined requests is answered one by one", async () => {
  await withFaultyServer(
    (socket, _count, request) => {
      const count = request.split("GET ").length - 1;
      for (let index = 0; index < count; index++) socket.write(row);
    },
    async (server) => {
      const result = await runLoad(requestTo(server, { pipeline: 5 }));
      assertReconciled(result);
      assert.equal(result.issued % 5, 0);
      assert.ok(result.correct > 5);
      assert.equal(result.issued, result.correct + result.lateCorrect);
    },
  );
});

test("a batch that is answered in part counts the rest as lost", async () => {
  await withFaultyServer(
    (socket) => {
      socket.write(row);
      socket.end();
    },
    async (server) => {
      const result = await runLoad(requestTo(server, { pipeline: 3, connections: 1 }));
      assertReconciled(result);
      assert.ok(result.correct > 0);
      assert.equal(result.failures.closed, 2 * (result.correct + result.lateCorrect));
    },
  );
});

test("a connection that closes after each answer is opened again at once", async () => {
  await withFaultyServer(
    (socket) => socket.end(row.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")),
    async (server) => {
      const result = await runLoad(requestTo(server, { connection: "close" }));
      assertReconciled(result);
      assert.ok(result.correct > 20);
      assert.equal(server.connections, result.issued + 4);
    },
  );
});
