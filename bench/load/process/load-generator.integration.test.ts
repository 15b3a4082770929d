import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { milliseconds } from "@rowbench/shared/contract";
import { type FaultyServer, formatResponse, startFaultyServer } from "../fixtures/faulty-server.ts";
import { cold, kindOf, open } from "../fixtures/row-slice.ts";
import type { Glimpse, Mark, Progress } from "../terms/run-options.ts";
import { type LoadGenerator, startLoadGenerator } from "./load-generator.ts";

async function withGenerator(
  use: (generator: LoadGenerator, server: FaultyServer) => Promise<void>,
): Promise<void> {
  const server = await startFaultyServer((socket) => socket.write(formatResponse("{}")));
  const generator = await startLoadGenerator();
  try {
    await use(generator, server);
  } finally {
    await generator.close();
    await server.stop();
  }
}

const slice = {
  kinds: [{ ...kindOf("db"), expect: "anything" }],
  loop: cold,
  connections: 2,
  duration: milliseconds(100),
  seed: 1,
  timeLimit: milliseconds(1000),
} as const;

const long = { ...slice, duration: milliseconds(60_000) };

test("one process runs slice after slice, closed and open", async () => {
  await withGenerator(async (generator, { origin }) => {
    const closed = await generator.run({ ...slice, origin });
    const opened = await generator.run({ ...slice, origin, loop: open(100) });
    assert.equal(closed.kind, "closed");
    assert.ok(closed.correct > 0);
    assert.equal(opened.kind, "open");
    assert.ok(opened.correct > 0);
    assert.notEqual(generator.pid, process.pid);
  });
});

test("errors come through with their code, and the process lives on", async () => {
  await withGenerator(async (generator, { origin }) => {
    await assert.rejects(generator.run({ ...slice, origin: "nowhere" }), { code: "USAGE" });
    await assert.rejects(generator.run({ ...slice, origin: "http://127.0.0.1:1" }), {
      code: "LOAD_FAILED",
    });
    assert.ok((await generator.run({ ...slice, origin })).correct > 0);
  });
});

test("an abort rejects with its reason, and the next slice runs", async () => {
  await withGenerator(async (generator, { origin }) => {
    const controller = new AbortController();
    const { signal } = controller;
    const run = generator.run({ ...long, origin }, { signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await assert.rejects(run, { message: "enough" });
    assert.ok((await generator.run({ ...slice, origin })).correct > 0);
  });
});

test("the marks of the window come before the result", async () => {
  await withGenerator(async (generator, { origin }) => {
    const marks: Mark[] = [];
    const run = generator.run({ ...slice, origin }, { onMark: (mark) => void marks.push(mark) });
    await run.then(() => assert.deepEqual(marks, ["begin", "end"]));
  });
});

test("a slice that is watched tells what it does while it runs, any other tells nothing", async () => {
  await withGenerator(async (generator, { origin }) => {
    const glimpses: Glimpse[] = [];
    const onGlimpse = (glimpse: Glimpse) => void glimpses.push(glimpse);
    const spec = { ...slice, origin, duration: milliseconds(400) };
    await generator.run(spec);
    await generator.run(spec, { onGlimpse });
    assert.ok(glimpses.length >= 1);
    assert.ok(glimpses.every(({ throughput, p99Us = 0 }) => throughput > 0 && p99Us > 0));
    const seen = glimpses.length;
    await generator.run(spec);
    assert.equal(glimpses.length, seen);
  });
});

test("between two pieces of a window another slice runs, and nothing is in flight", async () => {
  await withGenerator(async (generator, server) => {
    const { origin } = server;
    const asked: number[] = [];
    const whenAtRest = async ({ correct }: Progress) => {
      asked.push(server.requests);
      assert.equal(correct, server.requests - others);
      others += (await generator.run({ ...slice, origin })).issued;
    };
    let others = 0;
    const { issued } = await generator.run({ ...slice, origin, pieces: 3 }, { whenAtRest });
    assert.equal(asked.length, 3);
    assert.equal(issued + others, server.requests);
  });
});

test("two slices at work at a time are refused", async () => {
  await withGenerator(async (generator, { origin }) => {
    const first = generator.run({ ...slice, origin });
    await assert.rejects(generator.run({ ...slice, origin }), /one slice at a time/);
    assert.ok((await first).correct > 0);
  });
});

test("a slice that stands still is aborted like any other, and so is what `whenAtRest` throws", async () => {
  await withGenerator(async (generator, { origin }) => {
    const controller = new AbortController();
    const whenAtRest = () => {
      controller.abort(new Error("enough"));
      return new Promise<void>(() => {});
    };
    const { signal } = controller;
    const run = generator.run({ ...slice, origin, pieces: 2 }, { signal, whenAtRest });
    await assert.rejects(run, { message: "enough" });
    const failing = async () => {
      throw new Error("no turn");
    };
    const failed = generator.run({ ...slice, origin, pieces: 2 }, { whenAtRest: failing });
    await assert.rejects(failed, { message: "no turn" });
    assert.ok((await generator.run({ ...slice, origin })).correct > 0);
  });
});

test("connections that have rested for long are opened anew, since their server may close them", async () => {
  await withGenerator(async (generator, server) => {
    const { origin } = server;
    const opened: number[] = [];
    const rests = [0, 0, 2100];
    const whenAtRest = async () => {
      opened.push(server.connections);
      await delay(rests.shift());
    };
    const { failures } = await generator.run({ ...slice, origin, pieces: 3 }, { whenAtRest });
    // At the first rest the server may not have accepted both yet.
    const [, afterOne, afterTwo] = opened;
    assert.deepEqual([afterOne, afterTwo, server.connections], [2, 2, 4]);
    assert.ok(Object.values(failures).every((count) => count === 0));
  });
});

test("an error in `onMark` ends the slice and is its own, and the next slice runs", async () => {
  await withGenerator(async (generator, { origin }) => {
    const onMark = () => {
      throw new Error("no counters");
    };
    await assert.rejects(generator.run({ ...long, origin }, { onMark }), {
      message: "no counters",
    });
    assert.ok((await generator.run({ ...slice, origin })).correct > 0);
  });
});

test("a process that is killed is LOAD_FAILED with the signal", async () => {
  await withGenerator(async (generator, { origin }) => {
    const run = generator.run({ ...long, origin });
    setTimeout(() => process.kill(generator.pid, "SIGKILL"), 50);
    await assert.rejects(run, {
      code: "LOAD_FAILED",
      message: "the load generator ended, signal SIGKILL",
    });
  });
});

test("a closed generator is gone", async () => {
  const generator = await startLoadGenerator();
  await generator.close();
  assert.throws(() => process.kill(generator.pid, 0), { code: "ESRCH" });
});
