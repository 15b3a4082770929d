import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { RowbenchError } from "../../contract/index.ts";
import { startWorkerGroup } from "./worker-group.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** A worker without a process: the test says when it ends. */
interface FakeWorker extends WorkerHandle {
  readonly calls: string[];
  end(how: string): void;
}

function fakeWorker(id: string, started: Promise<number> = Promise.resolve(4000)): FakeWorker {
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const calls: string[] = [];
  return {
    pid: 1,
    calls,
    ended,
    end,
    started: started.then((port) => ({ id, port })),
    stopListening: async () => void calls.push("stop listening"),
    close: async () => {
      calls.push("close");
      end("exit code 0");
    },
  };
}

function fakes(isStartable: (index: number) => boolean = () => true) {
  const made: FakeWorker[] = [];
  const ports: number[] = [];
  const start = (port: number) => {
    ports.push(port);
    const refused = Promise.reject(new RowbenchError("DATABASE_UNREACHABLE", "no database"));
    refused.catch(() => {});
    const id = `w${made.length}`;
    const worker = isStartable(made.length) ? fakeWorker(id) : fakeWorker(id, refused);
    made.push(worker);
    return worker;
  };
  return { made, ports, start };
}

const ids = (workers: readonly { id: string }[]) => workers.map(({ id }) => id);

test("with port 0 the first worker finds the port for all", async () => {
  const { ports, start } = fakes();
  const group = await startWorkerGroup(3, 0, start);
  deepEqual(ports, [0, 4000, 4000]);
  equal(group.port, 4000);
  await group.close();
});

test("no worker is closed before all have stopped listening", async () => {
  const { made, start } = fakes();
  const group = await startWorkerGroup(2, 4000, start);
  await group.close();
  for (const { calls } of made) deepEqual(calls, ["stop listening", "close"]);
});

test("one worker that cannot start makes the whole start fail, and the others are closed", async () => {
  const { made, start } = fakes((index) => index !== 1);
  await rejects(startWorkerGroup(3, 4000, start), { code: "DATABASE_UNREACHABLE" });
  equal(made[0]?.calls.includes("close"), true);
});

test("a worker that ends is replaced", async () => {
  const { made, start } = fakes();
  const group = await startWorkerGroup(2, 4000, start);
  made[0]?.end("signal SIGKILL");
  while (!ids(group.workers).includes("w2")) await delay(5);
  deepEqual(ids(group.workers), ["w1", "w2"]);
  await group.close();
});

test("after five replacements that cannot start, the server fails with the reason", async () => {
  const { made, start } = fakes((index) => index < 1);
  const group = await startWorkerGroup(1, 4000, start);
  made[0]?.end("exit code 7");
  const failure = await group.failure;
  match(failure.message, /worker w0 ended, exit code 7, and could not be replaced: no database/);
  equal(made.length, 6);
});

test("a worker that ends while the server closes is not replaced", async () => {
  const { made, start } = fakes();
  const group = await startWorkerGroup(2, 4000, start);
  await group.close();
  await delay(150);
  equal(made.length, 2);
});
