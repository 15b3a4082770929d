import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { type Series, seriesKey } from "../../results/records/series.ts";
import { createRandom } from "../../statistics/random.ts";
import { testLoad } from "../fixtures/test-plan.ts";
import { groupSizeFor, groupsOf } from "./grouping.ts";

const gigabyte = 2 ** 30;

function seriesOf(count: number, changes: Partial<Series> = {}): readonly Series[] {
  return Array.from({ length: count }, (_, index) => ({
    server: "koa",
    model: "single",
    workers: 1,
    copy: index + 1,
    ...changes,
  }));
}

const sizeFor = (series: readonly Series[], freeBytes = 16 * gigabyte) =>
  groupSizeFor(series, [testLoad("db")], { freeBytes });

test("all of a few series are up at once, of many ten", () => {
  equal(sizeFor(seriesOf(6)), 6);
  equal(sizeFor(seriesOf(34)), 10);
});

test("as many as half of the free memory has room for, one in any case", () => {
  equal(sizeFor(seriesOf(34), 2 * gigabyte), 4);
  equal(sizeFor(seriesOf(34, { workers: 16 }), 16 * gigabyte), 4);
  equal(sizeFor(seriesOf(34), gigabyte / 8), 1);
});

test("no more than PostgreSQL has connections for", () => {
  equal(sizeFor(seriesOf(8, { pool: "16" })), 4);
  equal(sizeFor(seriesOf(8, { pool: "64", workers: 2 })), 1);
  equal(sizeFor(seriesOf(8, { pool: "1", workers: 32 })), 2);
});

test("where some requests wait, no more than have room once their pools have grown", () => {
  const sizeUnder = (name: string, clients: number, connections?: number, pool?: string) =>
    groupSizeFor(
      seriesOf(8, pool === undefined ? {} : { pool }),
      [{ ...testLoad(name), connections: clients }],
      { freeBytes: 16 * gigabyte, connections },
    );
  equal(sizeUnder("mixed", 64), 1);
  equal(sizeUnder("mixed", 64, 300), 4);
  equal(sizeUnder("mixed", 64, 300, "8"), 8);
  equal(sizeUnder("mixed", 16), 4);
});

test("a large pool has room beside small ones, and loads that wait take none", () => {
  const series = [...seriesOf(7), ...seriesOf(1, { pool: "48" })];
  const loads = [testLoad("db"), { ...testLoad("wait:20ms"), connections: 256 }];
  equal(groupSizeFor(series, loads, { freeBytes: 16 * gigabyte }), 8);
});

test("servers under nothing but waits are measured one after the other", () => {
  equal(groupSizeFor(seriesOf(6), [testLoad("wait:20ms")], { connections: 300 }), 1);
});

test("groups are even, hold every series once, and differ from round to round", () => {
  const series = seriesOf(34);
  const groups = groupsOf(series, 8, [], createRandom(1));
  deepEqual(groups.map(({ length }) => length).toSorted(), [6, 7, 7, 7, 7]);
  equal(new Set(groups.flat().map(seriesKey)).size, 34);
  ok(JSON.stringify(groups) !== JSON.stringify(groupsOf(series, 8, [], createRandom(2))));
});

test("what belongs together is in one group", () => {
  const series = seriesOf(20);
  const together = [series.slice(3, 6).map(seriesKey), series.slice(10, 12).map(seriesKey)];
  for (let seed = 0; seed < 20; seed += 1) {
    const groups = groupsOf(series, 8, together, createRandom(seed));
    for (const keys of together) {
      const holders = groups.filter((group) => group.some((one) => keys.includes(seriesKey(one))));
      equal(holders.length, 1);
    }
  }
});

test("series that are measured one after the other are one group", () => {
  deepEqual(groupsOf(seriesOf(3), 1, [], createRandom(1)), [seriesOf(3)]);
});
