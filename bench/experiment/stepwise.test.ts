import { deepEqual, equal, rejects } from "node:assert/strict";
import { test } from "node:test";
import { type Rest, stepwise } from "./stepwise.ts";

test("each step goes on until the work rests, and the last one has its result", async () => {
  const done: number[] = [];
  const step = stepwise(async (rest: Rest) => {
    for (const part of [1, 2]) {
      done.push(part);
      await rest();
    }
    return "end";
  });
  deepEqual(done, []);
  deepEqual([await step(), done.length], [{ isOver: false }, 1]);
  deepEqual([await step(), done.length], [{ isOver: false }, 2]);
  deepEqual(await step(), { isOver: true, result: "end" });
});

test("work that fails rejects the step that it failed in", async () => {
  const step = stepwise(async (rest: Rest) => {
    await rest();
    throw new Error("broken");
  });
  equal((await step()).isOver, false);
  await rejects(step(), { message: "broken" });
});

test("work that fails while it rests is no unhandled rejection, and fails the next step", async () => {
  const failing = Promise.withResolvers<void>();
  const step = stepwise(async (rest: Rest) => {
    await Promise.race([rest(), failing.promise]);
  });
  await step();
  failing.reject(new Error("gone"));
  await new Promise((resolve) => setImmediate(resolve));
  await rejects(step(), { message: "gone" });
});
