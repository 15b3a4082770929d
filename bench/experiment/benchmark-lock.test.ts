import { rejects } from "node:assert/strict";
import { test } from "node:test";
import { lockMachine } from "./benchmark-lock.ts";

test("a second benchmark is told who measures, until the first has given the machine back", async () => {
  const name = `rowbench-test-${process.pid}`;
  const unlock = await lockMachine("`rowbench bench`", name);
  await rejects(lockMachine("another", name), {
    code: "BENCHMARK_RUNNING",
    message: /^`rowbench bench` measures on this machine/,
  });
  await unlock();
  await (await lockMachine("another", name))();
});
