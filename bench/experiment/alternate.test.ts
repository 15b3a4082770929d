import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../statistics/random.ts";
import { alternate } from "./alternate.ts";

const letters = ["a", "b", "c", "d", "e"];

/** The items in the order of their steps, each of which has so many. */
async function play(stepsOf: (item: string) => number, seed = 1): Promise<readonly string[]> {
  const made: string[] = [];
  const step = async (item: string) => {
    made.push(item);
    return made.filter((one) => one === item).length < stepsOf(item);
  };
  await alternate(letters, step, createRandom(seed));
  return made;
}

test("each item makes all of its steps, and none twice before all others made one", async () => {
  const made = await play(() => 4);
  equal(made.length, 20);
  for (const start of [0, 5, 10, 15]) deepEqual(made.slice(start, start + 5).toSorted(), letters);
  deepEqual(made.slice(0, 5), letters);
});

test("later orders are random, and the same for the same seed", async () => {
  const orders = async (seed: number) => (await play(() => 6, seed)).slice(5).join("");
  equal(await orders(1), await orders(1));
  ok((await orders(1)) !== (await orders(2)));
});

test("an item that has ended has no turn any more", async () => {
  const made = await play((item) => (item === "a" ? 1 : 3));
  equal(made.filter((item) => item === "a").length, 1);
  equal(made.length, 13);
});

test("a step that fails ends it all", async () => {
  const step = async () => {
    throw new Error("broken");
  };
  await rejects(alternate(letters, step, createRandom(1)), { message: "broken" });
});
