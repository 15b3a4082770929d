import { deepEqual, equal, rejects } from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { eachAtOnce } from "./at-once.ts";

test("so many are worked on at a time, begun in their order, and all of them", async () => {
  const begun: number[] = [];
  const most: number[] = [];
  let busy = 0;
  await eachAtOnce([5, 1, 4, 2, 3], 2, async (item) => {
    begun.push(item);
    busy += 1;
    most.push(busy);
    await delay(item * 5);
    busy -= 1;
  });
  deepEqual(begun, [5, 1, 4, 2, 3]);
  equal(Math.max(...most), 2);
  equal(busy, 0);
});

test("a failure is told when nothing is under way any more", async () => {
  const ended: number[] = [];
  const work = async (item: number): Promise<void> => {
    if (item === 1) throw new Error("the first");
    await delay(20);
    ended.push(item);
  };
  await rejects(eachAtOnce([1, 2, 3], 2, work), /the first/);
  deepEqual(ended, [2, 3]);
});
