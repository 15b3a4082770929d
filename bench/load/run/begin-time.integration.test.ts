import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { FaultyServer } from "../fixtures/faulty-server.ts";
import { cold, open, row, specFor, withFaultyServer } from "../fixtures/row-slice.ts";
import { nowUs } from "../terms/clock.ts";
import { waitToBegin } from "./begin-time.ts";
import { runLoad } from "./load-run.ts";

test("a time ahead is never begun before, and one that is past is begun at once", async () => {
  for (const aheadUs of [100, 1000, 2000, 4000, 20_000]) {
    const atUs = nowUs() + aheadUs;
    await waitToBegin(atUs, undefined);
    assert.ok(nowUs() >= atUs);
  }
  await waitToBegin(nowUs() - 3_600_000_000, undefined);
});

test("a time of another clock is refused, not waited for", async () => {
  for (const atUs of [nowUs() + 61_000_000, Number.POSITIVE_INFINITY, Number.NaN])
    await assert.rejects(waitToBegin(atUs, undefined), {
      code: "LOAD_FAILED",
      message: /the load was to begin in `.+` s, allowed: at most 60 s/,
    });
});

for (const loop of [cold, open(200)])
  test(`a load that is held sends nothing before its time, ${loop.kind} loop`, async () => {
    let firstUs = Number.POSITIVE_INFINITY;
    await withFaultyServer(
      (socket) => {
        firstUs = Math.min(firstUs, nowUs());
        socket.write(row);
      },
      async (server) => {
        let atUs = 0;
        const began: number[] = [];
        const result = await runLoad(specFor(server, { loop }), {
          whenConnected: async () => {
            await accepted(server, 4);
            atUs = nowUs() + 30_000;
            return atUs;
          },
          onBegin: (beganUs) => void began.push(beganUs),
        });
        assert.equal(server.connections, 4);
        assert.equal(began.length, 1);
        assert.ok(firstUs >= atUs && (began[0] as number) >= atUs);
        assert.equal(result.correct, server.requests);
        assert.ok(result.correct > 0);
      },
    );
  });

test("connections that are lost while the load is held are opened again", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const result = await runLoad(specFor(server), {
        whenConnected: async () => {
          await accepted(server, 4);
          server.breakConnections();
          await accepted(server, 8);
          return nowUs() + 20_000;
        },
      });
      assert.ok(result.correct > 0);
    },
  );
});

test("a server that dies while the load is held ends it with failures", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const result = await runLoad(specFor(server), {
        whenConnected: async () => {
          await server.stop();
          return nowUs() + 10_000;
        },
      });
      assert.equal(result.issued, 0);
      assert.ok(result.failures.connect > 0);
    },
  );
});

test("an abort ends a load that is held, whether it knows its time or not", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      for (const time of [Promise.withResolvers<number>().promise, nowUs() + 50_000_000]) {
        const reason = new Error("enough");
        const controller = new AbortController();
        const run = runLoad(specFor(server), {
          signal: controller.signal,
          whenConnected: async () => {
            setTimeout(() => controller.abort(reason), 10);
            return time;
          },
        });
        await assert.rejects(run, reason);
      }
      assert.equal(server.requests, 0);
    },
  );
});

test("a time that nobody gives is the load's failure", async () => {
  await withFaultyServer(
    (socket) => socket.write(row),
    async (server) => {
      const reason = new Error("another generator is gone");
      const run = runLoad(specFor(server), { whenConnected: () => Promise.reject(reason) });
      await assert.rejects(run, reason);
    },
  );
});

/** The server, which runs in this process as well, has seen so many connections. */
async function accepted(server: FaultyServer, connections: number): Promise<void> {
  while (server.connections < connections) await turn();
}
