import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { percentileOf, summarizeHistogram } from "../../statistics/histogram.ts";
import { Window } from "../counts/window.ts";
import { formatResponse, startFaultyServer } from "../fixtures/faulty-server.ts";
import {
  assertReconciled,
  closed,
  cold,
  kindOf,
  open,
  row,
  specFor,
  withFaultyServer,
} from "../fixtures/row-slice.ts";
import { nowUs } from "../terms/clock.ts";
import type { Mark } from "../terms/run-options.ts";
import { runLoad } from "./load-run.ts";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test("a closed loop counts what the server counts, and every response is right", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const table = { rows: 10_000, salt: 6424 };
      const result = await runLoad(specFor(server, { loop: closed(200, 300), table }));
      assertReconciled(result);
      assert.ok(result.kind === "closed");
      assert.equal(result.elapsedUs, 200_000);
      assert.equal(result.issued, server.requests);
      assert.equal(result.correct, server.requests);
      assert.equal(result.bytesReceived, server.requests * row.length);
      assert.equal(server.connections, 4);
      assert.equal(result.answersPerBin.length, 2);
      assert.ok(result.answers > 4 && result.answers < result.correct);
      assert.ok(Math.abs(result.answers - sum(result.answersPerBin)) <= 4);
      assert.equal(result.answersPerIdBin?.[0], result.correct);
      assert.ok(sum(result.warmUp.answersPerBin) > 4);
      assert.ok(result.inFlightUs > 0 && result.inFlightUs <= 4 * 200_000);
      assert.ok(result.generatorCpuUs > 0 && result.generatorRssBytes > 1e6);
    },
  );
});

test("answers are counted by the share of their time, as the server saw it", async () => {
  const spansUs: (readonly [number, number])[] = [];
  await withFaultyServer(
    (socket) => {
      const arrivedUs = nowUs();
      setTimeout(() => {
        socket.write(row);
        spansUs.push([arrivedUs, nowUs()]);
      }, 50);
    },
    async (server) => {
      const window = new Window(605_000, 1, () => {});
      // Each answer takes a little longer than 50 ms: 11 of 12 end in the window.
      const result = await runLoad(specFor(server, { duration: milliseconds(605) }), {
        onMark: (mark) => mark === "begin" && window.open(nowUs()),
      });
      const shares = spansUs.map(([from, to]) => window.overlapUs(from, to) / (to - from));
      assertReconciled(result);
      const error = result.answers / sum(shares) - 1;
      assert.ok(Math.abs(error) < 0.03, `\`${result.answers}\` for \`${sum(shares)}\``);
    },
  );
});

test("marks come at the window's begin and end, the last not before its time", async () => {
  await withFaultyServer(
    (socket) => setTimeout(() => socket.write(row), 5),
    async (server) => {
      for (const loop of [closed(100, 100), open(100)]) {
        const marks: Mark[] = [];
        const startUs = nowUs();
        let endUs = 0;
        await runLoad(specFor(server, { loop, duration: milliseconds(150) }), {
          onMark: (mark) => {
            marks.push(mark);
            endUs = nowUs();
          },
        });
        assert.deepEqual(marks, ["begin", "end"]);
        assert.ok(endUs - startUs >= (loop.kind === "open" ? 150_000 : 250_000));
      }
    },
  );
});

test("an open loop sends each arrival of its seed once, and drains", async () => {
  await withFaultyServer(
    (socket) => setTimeout(() => socket.write(row), 20),
    async (server) => {
      const change = { loop: open(500), connections: 50 };
      const first = await runLoad(specFor(server, change));
      const second = await runLoad(specFor(server, change));
      assertReconciled(first);
      assert.ok(first.kind === "open" && second.kind === "open");
      assert.equal(first.offered, second.offered);
      assert.equal(first.correct, first.offered);
      assert.equal(server.requests, 2 * first.offered);
      assert.ok(first.answers < first.correct && first.unsent === 0);
      assert.ok(percentileOf(first.latencyUs, 50) >= 19_000);
    },
  );
});

test("latency without lag is latency less the generator's own lag", async () => {
  await withFaultyServer(
    (socket) => {
      // Holds up the generator, which runs in this process.
      for (const untilUs = nowUs() + 10_000; nowUs() < untilUs; );
      socket.write(row);
    },
    async (server) => {
      const change = { loop: open(50), connections: 50, duration: milliseconds(300) };
      const result = await runLoad(specFor(server, change));
      assertReconciled(result);
      assert.ok(result.kind === "open");
      const meanUs = (encoded: string) => summarizeHistogram(encoded).meanUs;
      const lagUs = meanUs(result.latencyUs) - meanUs(result.latencyWithoutLagUs);
      // Histograms hold whole microseconds with three digits.
      const roundingUs = 2 + 0.002 * meanUs(result.latencyUs);
      assert.ok(Math.abs(lagUs - meanUs(result.lagUs.generator)) < roundingUs, `\`${lagUs}\``);
    },
  );
});

test("arrivals without a free connection wait, and their latency holds the wait", async () => {
  await withFaultyServer(
    (socket) => setTimeout(() => socket.write(row), 20),
    async (server) => {
      // One connection carries 50 req/s at most: about 50 more stand in the queue.
      const change = { loop: open(300), connections: 1, timeLimit: milliseconds(5000) };
      const result = await runLoad(specFor(server, change));
      assertReconciled(result);
      assert.ok(result.kind === "open" && result.unsent === 0 && result.answers < result.correct);
      assert.equal(result.issued, server.requests);
      assert.ok(percentileOf(result.latencyUs, 100) > 500_000);
      assert.ok(percentileOf(result.serviceUs, 50) < 150_000);
      const waiting = percentileOf(result.lagUs.waiting, 50);
      assert.ok(waiting > 200_000, `waiting \`${waiting}\``);
      const [first = 0, second = 0] = result.backlogPerBin;
      assert.ok(first > 10 && second > first + 10, `\`${result.backlogPerBin}\``);
    },
  );
});

test("arrivals that would wait for longer than the time limit are given up at the window's end", async () => {
  await withFaultyServer(
    (socket) => setTimeout(() => socket.write(row), 20),
    async (server) => {
      // About 450 stand in the queue of a connection that carries 50 req/s.
      const change = { loop: open(500), connections: 1, timeLimit: milliseconds(5000) };
      const result = await runLoad(specFor(server, { ...change, duration: milliseconds(1000) }));
      assertReconciled(result);
      assert.ok(result.kind === "open" && result.unsent > 300, JSON.stringify(result));
      assert.equal(result.issued, server.requests);
      assert.ok(percentileOf(result.latencyUs, 100) < 2_000_000);
      // Too short to tell: what can be sent within the time limit is.
      const short = await runLoad(specFor(server, { ...change, timeLimit: milliseconds(1000) }));
      assert.ok(short.kind === "open" && short.unsent > 0, JSON.stringify(short));
      assert.ok(percentileOf(short.latencyUs, 100) > 1_000_000);
    },
  );
});

test("arrivals of a server that falls silent are given up at the time limit", async () => {
  await withFaultyServer(
    (socket, count) => {
      if (count < 15) setTimeout(() => socket.write(row), 10);
    },
    async (server) => {
      const change = { loop: open(150), connections: 1, timeLimit: milliseconds(500) };
      const result = await runLoad(specFor(server, change));
      assertReconciled(result);
      assert.ok(result.kind === "open" && result.unsent > 0 && result.failures.timeout > 0);
      assert.ok(percentileOf(result.latencyUs, 100) > 500_000);
    },
  );
});

test("a time-out is recorded as exactly the time limit", async () => {
  await withFaultyServer(
    () => {},
    async (server) => {
      const result = await runLoad(specFor(server));
      const { p50Us, maxUs } = summarizeHistogram(result.serviceUs);
      assert.deepEqual([p50Us, maxUs], [150_015, 150_015]);
      assert.equal(server.requests, result.issued);
    },
  );
});

for (const loop of [cold, open(400)])
  test(`each kind of request has its own latency, ${loop.kind} loop`, async () => {
    await withFaultyServer(
      (socket, _count, request) =>
        setTimeout(() => socket.write(row), request.includes("/wait") ? 40 : 1),
      async (server) => {
        const kinds = [kindOf("quick", 3), kindOf("wait", 1)];
        const change = { kinds, loop, connections: 16, duration: milliseconds(300) };
        const result = await runLoad(specFor(server, change));
        assertReconciled(result);
        const [quick, wait] = result.kinds ?? [];
        assert.ok(quick !== undefined && wait !== undefined);
        // 39 ms lie between them; a busy machine delays both.
        assert.ok(percentileOf(quick.latencyUs, 50) < percentileOf(wait.latencyUs, 50));
        assert.ok(percentileOf(wait.latencyUs, 50) >= 39_000);
        assert.ok(summarizeHistogram(quick.latencyUs).count > 0);
      },
    );
  });

test("a server that dies ends no run early, and makes no busy loop", async () => {
  const server = await startFaultyServer((socket, count) => {
    if (count < 20) socket.write(row);
    else void server.stop();
  });
  const result = await runLoad(specFor(server));
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
  const { port } = new URL(server.origin);
  await assert.rejects(runLoad(specFor(server)), {
    code: "LOAD_FAILED",
    message: `no connection to \`127.0.0.1:${port}\` could be opened: connect ECONNREFUSED 127.0.0.1:${port}`,
  });
});

test("an abort ends a run at once, with the signal's reason", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const reason = new Error("enough");
      for (const loop of [cold, closed(60_000, 60_000), open(200)]) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(reason), 100);
        const change = { duration: milliseconds(60_000), loop };
        const run = runLoad(specFor(server, change), { signal: controller.signal });
        await assert.rejects(run, reason);
      }
    },
  );
});

test("a response that is no row of the others' salt is wrong", async () => {
  const other = formatResponse('{"id":1,"randomNumber":4345}');
  await withFaultyServer(
    (socket, count) => socket.write(count % 3 === 0 ? other : row),
    async (server) => {
      const result = await runLoad(specFor(server, { connections: 1 }));
      assertReconciled(result);
      assert.equal(result.failures.row, Math.floor(server.requests / 3));
      assert.equal(result.answersPerIdBin, undefined);
    },
  );
});
