import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { Load } from "../../results/records/load.ts";
import type { Series } from "../../results/records/series.ts";
import { createRandom } from "../../statistics/random.ts";
import { testLoad } from "../fixtures/test-plan.ts";
import { groupsOfRound, passesOf, sizeOfRound } from "./passes.ts";

const [db, json, wait] = [testLoad("db"), testLoad("json"), testLoad("wait:20ms")] as const;
const series: readonly Series[] = ["koa", "hono", "fastify"].map((server) => {
  return { server, model: "single", workers: 1 };
});
const loadsOf = ({ server }: Series): readonly Load[] =>
  server === "koa" ? [wait] : [db, json, wait];

test("where nobody takes turns all loads are for the same start", () => {
  deepEqual(passesOf({ loads: [db, wait], groupSize: 1 }), [{ loads: [db, wait], groupSize: 1 }]);
});

test("loads that wait are apart from those under which servers take turns", () => {
  deepEqual(passesOf({ loads: [wait, db, json], groupSize: 8 }), [
    { loads: [db, json], groupSize: 8 },
    { loads: [wait], groupSize: 1 },
  ]);
  deepEqual(passesOf({ loads: [testLoad("mixed")], groupSize: 8 }).length, 1);
});

test("a series is in one group of each pass that has loads for it", () => {
  const plan = { loads: [wait, db, json], groupSize: 8, together: [] };
  const groups = groupsOfRound(plan, series, loadsOf, createRandom(1));
  const [first, second, ...none] = groups;
  deepEqual([first?.takesTurns, second?.takesTurns, none.length], [true, false, 0]);
  deepEqual(first?.series.map(({ server }) => server).toSorted(), ["fastify", "hono"]);
  equal(second?.series.length, 3);
  deepEqual(sizeOfRound(groups, loadsOf, 2), { groups: 2, starts: 5, closedLoops: 14 });
});
