import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { formatResponse, startFaultyServer } from "./fixtures/faulty-server.ts";
import { type LoadGenerator, startLoadGenerator } from "./load-generator.ts";
import type { LoadProgress } from "./load-result.ts";

async function withGenerator(
  use: (generator: LoadGenerator, url: string) => Promise<void>,
): Promise<void> {
  const server = await startFaultyServer((socket) => socket.write(formatResponse("{}")));
  const generator = await startLoadGenerator();
  try {
    await use(generator, server.url);
  } finally {
    await generator.close();
    await server.stop();
  }
}

const slice = {
  connections: 2,
  duration: milliseconds(100),
  seed: 1,
  timeLimit: milliseconds(1000),
  expect: "anything",
} as const;

test("one process runs slice after slice, closed and open", async () => {
  await withGenerator(async (generator, url) => {
    const closed = await generator.run({ ...slice, url });
    const open = await generator.run({ ...slice, url, rate: requestsPerSecond(100) });
    assert.equal(closed.kind, "closed");
    assert.ok(closed.correct > 0);
    assert.equal(open.kind, "open");
    assert.ok(open.correct > 0);
    assert.notEqual(generator.pid, process.pid);
  });
});

test("errors come through with their code, and the process lives on", async () => {
  await withGenerator(async (generator, url) => {
    await assert.rejects(generator.run({ ...slice, url: "nowhere" }), { code: "USAGE" });
    await assert.rejects(generator.run({ ...slice, url: "http://127.0.0.1:1/" }), {
      code: "LOAD_FAILED",
    });
    assert.ok((await generator.run({ ...slice, url })).correct > 0);
  });
});

test("an abort rejects with its reason, and the next slice runs", async () => {
  await withGenerator(async (generator, url) => {
    const controller = new AbortController();
    const { signal } = controller;
    const run = generator.run({ ...slice, url, duration: milliseconds(60_000) }, { signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await assert.rejects(run, { message: "enough" });
    assert.ok((await generator.run({ ...slice, url })).correct > 0);
  });
});

test("progress is reported once a second", async () => {
  await withGenerator(async (generator, url) => {
    const seen: LoadProgress[] = [];
    const onProgress = (progress: LoadProgress) => void seen.push(progress);
    await generator.run({ ...slice, url, duration: milliseconds(1500) }, { onProgress });
    assert.equal(seen.length, 1);
    assert.ok(seen[0]!.elapsedUs > 900_000 && seen[0]!.responses > 0);
  });
});

test("a process that is killed is LOAD_FAILED with the signal", async () => {
  await withGenerator(async (generator, url) => {
    const run = generator.run({ ...slice, url, duration: milliseconds(60_000) });
    setTimeout(() => process.kill(generator.pid, "SIGKILL"), 50);
    await assert.rejects(run, {
      code: "LOAD_FAILED",
      message: "the load generator was ended by `SIGKILL`",
    });
  });
});

test("a closed generator is gone", async () => {
  const generator = await startLoadGenerator();
  await generator.close();
  assert.throws(() => process.kill(generator.pid, 0), { code: "ESRCH" });
});
