import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../statistics/random.ts";
import { openResult } from "../fixtures/slices.ts";
import { isSaturated } from "./saturation.ts";

/** A server that answers one request after the other, and what is asked of it. */
interface Queue {
  /** Arrivals a second, by chance. */
  readonly rate: number;
  /** Requests a second that it carries at this second of the window. */
  readonly capacityAt: (second: number) => number;
  readonly seconds: number;
  readonly connections?: number;
  /** Does nothing from the first to the second of these seconds. */
  readonly stall?: readonly [number, number];
}

function simulate({ rate, capacityAt, seconds, connections = 64, stall }: Queue, seed: number) {
  const random = createRandom(seed);
  const backlogPerBin = new Array<number>(seconds * 10).fill(0);
  const done: number[] = [];
  let dueAt = 0;
  for (;;) {
    dueAt -= Math.log((random() + 1) / 2 ** 32) / rate;
    if (dueAt >= seconds) break;
    const sentAt = Math.max(dueAt, done.at(-connections) ?? 0);
    const freeAt = Math.max(sentAt, done.at(-1) ?? 0);
    const isStalled = stall !== undefined && freeAt >= stall[0] && freeAt < stall[1];
    const startAt = isStalled ? stall[1] : freeAt;
    done.push(startAt + 1 / capacityAt(startAt));
    const lastBin = Math.min(backlogPerBin.length, Math.ceil(sentAt * 10) - 1);
    for (let bin = Math.ceil(dueAt * 10) - 1; bin < lastBin; bin += 1) backlogPerBin[bin]! += 1;
  }
  return openResult({ offered: done.length, backlogPerBin });
}

/** In how many of 20 windows the server is called saturated. */
function timesSaturated(queue: Queue): number {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
  return seeds.filter((seed) => isSaturated(simulate(queue, seed))).length;
}

const steady = (capacity: number) => () => capacity;

test("a server that carries the rate is not saturated", () => {
  equal(isSaturated(openResult()), false);
  for (const connections of [8, 64]) {
    for (const capacity of [5000, 2500, 2200]) {
      equal(
        timesSaturated({ rate: 2000, capacityAt: steady(capacity), seconds: 2, connections }),
        0,
      );
    }
  }
});

test("an overload of half as much again or more is seen within a second", () => {
  for (const capacity of [1333, 400]) {
    equal(timesSaturated({ rate: 2000, capacityAt: steady(capacity), seconds: 1 }), 20);
  }
});

test("an overload of 5 % is seen once it is more than chance", () => {
  equal(timesSaturated({ rate: 4000, capacityAt: steady(3800), seconds: 5 }), 20);
});

test("one stall is no saturation, wherever in the window it is", () => {
  for (const length of [0.021, 0.2]) {
    for (const at of [0.1, 0.9, 1.5, 1.7, 1.8]) {
      const stall = [at, at + length] as const;
      const times = timesSaturated({ rate: 2000, capacityAt: steady(3000), seconds: 2, stall });
      equal(times, 0, `${length} s at ${at} s`);
    }
  }
});

test("a server that is slow now and then, and catches up, is not saturated", () => {
  const often = (second: number) => (second % 0.5 < 0.15 ? 1000 : 4000);
  const seldom = (second: number) => (second % 1 < 0.3 ? 1000 : 3500);
  for (const capacityAt of [often, seldom]) {
    equal(timesSaturated({ rate: 2000, capacityAt, seconds: 3 }), 0);
  }
});

test("a backlog that came and stays does not grow to the end", () => {
  const backlogPerBin = [...Array(7).fill(0), ...Array(13).fill(500)];
  equal(isSaturated(openResult({ offered: 2000, backlogPerBin })), false);
});

test("a window of less than a second cannot tell", () => {
  const backlogPerBin = [200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800];
  const results = [backlogPerBin, [...backlogPerBin, 2000]].map((backlog) =>
    isSaturated(openResult({ offered: 4000, backlogPerBin: backlog })),
  );
  deepEqual(results, [false, true]);
});
