import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { milliseconds } from "@rowbench/shared/contract";
import { formatResponse, startFaultyServer } from "./fixtures/faulty-server.ts";
import { cold, kindOf, open } from "./fixtures/row-slice.ts";
import { type LoadGenerator, startLoadGenerator } from "./load-generator.ts";
import type { Glimpse, Mark } from "./run-options.ts";

async function withGenerator(
  use: (generator: LoadGenerator, origin: string) => Promise<void>,
): Promise<void> {
  const server = await startFaultyServer((socket) => socket.write(formatResponse("{}")));
  const generator = await startLoadGenerator();
  try {
    await use(generator, server.origin);
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
  await withGenerator(async (generator, origin) => {
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
  await withGenerator(async (generator, origin) => {
    await assert.rejects(generator.run({ ...slice, origin: "nowhere" }), { code: "USAGE" });
    await assert.rejects(generator.run({ ...slice, origin: "http://127.0.0.1:1" }), {
      code: "LOAD_FAILED",
    });
    assert.ok((await generator.run({ ...slice, origin })).correct > 0);
  });
});

test("an abort rejects with its reason, and the next slice runs", async () => {
  await withGenerator(async (generator, origin) => {
    const controller = new AbortController();
    const { signal } = controller;
    const run = generator.run({ ...long, origin }, { signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await assert.rejects(run, { message: "enough" });
    assert.ok((await generator.run({ ...slice, origin })).correct > 0);
  });
});

test("the marks of the window come before the result", async () => {
  await withGenerator(async (generator, origin) => {
    const marks: Mark[] = [];
    const run = generator.run({ ...slice, origin }, { onMark: (mark) => void marks.push(mark) });
    await run.then(() => assert.deepEqual(marks, ["begin", "end"]));
  });
});

test("a slice that is watched tells what it does while it runs, any other tells nothing", async () => {
  await withGenerator(async (generator, origin) => {
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

test("an error in `onMark` ends the slice and is its own, and the next slice runs", async () => {
  await withGenerator(async (generator, origin) => {
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
  await withGenerator(async (generator, origin) => {
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
