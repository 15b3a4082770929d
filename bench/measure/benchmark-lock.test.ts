import { rejects } from "node:assert/strict";
import { test } from "node:test";
import { lockMachine } from "./benchmark-lock.ts";

test("a second benchmark is refused until the first has given the machine back", async () => {
  const name = `rowbench-test-${process.pid}`;
  const unlock = await lockMachine(name);
  await rejects(lockMachine(name), { code: "BENCHMARK_RUNNING" });
  await unlock();
  await (await lockMachine(name))();
});
