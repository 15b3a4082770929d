import assert from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { createRandom } from "../../statistics/random.ts";
import { createArrivals } from "./arrivals.ts";

function timesOf(rate: number, seed: number, endUs: number): number[] {
  const arrivals = createArrivals(requestsPerSecond(rate), seed, endUs);
  const times: number[] = [];
  for (; arrivals.nextUs < Number.POSITIVE_INFINITY; arrivals.take()) times.push(arrivals.nextUs);
  assert.equal(arrivals.taken, times.length);
  return times;
}

test("the same seed gives the same arrival times, another seed gives others", () => {
  assert.deepEqual(timesOf(1000, 7, 1e6), timesOf(1000, 7, 1e6));
  assert.notDeepEqual(timesOf(1000, 7, 1e6), timesOf(1000, 8, 1e6));
  assert.notDeepEqual(timesOf(1000, 7, 1e6), timesOf(1000, 7 + 2 ** 32, 1e6));
});

test("a longer schedule begins with the shorter one", () => {
  const short = timesOf(1000, 7, 1e5);
  assert.deepEqual(timesOf(1000, 7, 1e6).slice(0, short.length), short);
});

test("100,000 gaps at 1000 req/s are exponential with mean 1000 us", () => {
  const times = timesOf(1000, 42, 1e8);
  const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  // Four standard errors: the standard deviation of an exponential is its mean.
  assert.ok(Math.abs(mean - 1000) < 4 * (1000 / Math.sqrt(gaps.length)), `mean \`${mean}\``);
  for (const limitUs of [100, 1000, 3000]) {
    const share = gaps.filter((gap) => gap > limitUs).length / gaps.length;
    const expected = Math.exp(-limitUs / 1000);
    const error = Math.sqrt((expected * (1 - expected)) / gaps.length);
    assert.ok(Math.abs(share - expected) < 4 * error, `P(gap > ${limitUs}) \`${share}\``);
  }
});

test("random numbers use all 32 bits evenly", () => {
  const random = createRandom(1);
  const ones = new Array<number>(32).fill(0);
  for (let count = 0; count < 10_000; count++) {
    const value = random();
    assert.ok(Number.isInteger(value) && value >= 0 && value < 2 ** 32);
    for (let bit = 0; bit < 32; bit++) ones[bit]! += (value >>> bit) & 1;
  }
  for (const count of ones) assert.ok(Math.abs(count - 5000) < 5 * 50, `\`${count}\` of 10000`);
});
