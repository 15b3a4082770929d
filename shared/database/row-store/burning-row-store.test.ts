import { deepEqual, ok, rejects } from "node:assert/strict";
import { test } from "node:test";
import { microseconds, milliseconds, type RowStore } from "../../contract/index.ts";
import { createBurningRowStore } from "./burning-row-store.ts";

const row = { id: 4174, randomNumber: 331 };
const waits: number[] = [];
const store: RowStore = {
  randomRow: async () => row,
  randomRowAfter: async (wait) => {
    waits.push(wait);
    return row;
  },
  ping: async () => {},
  close: async () => {},
};

test("rows come as they are, after the processor has worked for them", async () => {
  const burning = createBurningRowStore(store, microseconds(20_000));
  const before = process.cpuUsage();
  deepEqual(await burning.randomRow(), row);
  deepEqual(await burning.randomRowAfter(milliseconds(7)), row);
  const { user } = process.cpuUsage(before);
  deepEqual(waits, [7]);
  // The amount of work is fixed; a processor that is slowed down meanwhile only takes longer.
  ok(user > 20_000, `${user} µs`);
});

test("a row that does not come burns nothing", async () => {
  const failing = { ...store, randomRow: () => Promise.reject(new Error("gone")) };
  const burning = createBurningRowStore(failing, microseconds(100_000));
  await rejects(burning.randomRow(), /gone/);
});
