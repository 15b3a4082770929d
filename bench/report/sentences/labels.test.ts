import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { assert, constantFrom, integer, property, record, uniqueArray } from "fast-check";
import { type Series, seriesKey } from "../../results/records/series.ts";
import { labelsOf } from "./labels.ts";

const single: Series = { server: "koa", model: "single", workers: 1 };
const threads: Series = { server: "koa", model: "threads", workers: 2 };
const labels = (...series: readonly Series[]) => [...labelsOf(series).values()];

test("models of one server go without its name, servers under one model without the model's", () => {
  deepEqual(labels(single, threads), ["single", "threads×2"]);
  deepEqual(labels(single, { ...single, server: "hono" }), ["koa", "hono"]);
  deepEqual(labels(single, { ...threads, server: "hono" }), ["koa/single", "hono/threads×2"]);
});

test("numbers of workers are told apart", () => {
  deepEqual(labels(threads, { ...threads, workers: 8 }), ["threads×2", "threads×8"]);
});

test("settings that differ follow, those that are the same do not", () => {
  const [a, b] = [
    { ...single, pool: "8", driver: "pg" },
    { ...single, pool: "adaptive", driver: "pg" },
  ];
  deepEqual(labels(a, b), ["pool 8", "pool adaptive"]);
  deepEqual(labels(a, { ...b, server: "hono" }), ["koa, pool 8", "hono, pool adaptive"]);
});

test("one that differs from nothing has the name of its cell", () => {
  deepEqual(labels(single), ["koa/single"]);
  deepEqual(labels(single, { ...single, driver: "pg" }), ["koa/single", "driver pg"]);
});

test("no two series of a report have the same label", () => {
  const anySeries = record(
    {
      server: constantFrom("koa", "hono"),
      model: constantFrom("single", "threads"),
      workers: integer({ min: 1, max: 3 }),
      pool: constantFrom("8", "adaptive"),
      driver: constantFrom("pg", "postgres"),
      copy: constantFrom(1, 2),
    },
    { requiredKeys: ["server", "model", "workers"] },
  );
  assert(
    property(uniqueArray(anySeries, { selector: seriesKey }), (series) => {
      equal(new Set(labelsOf(series).values()).size, series.length);
    }),
  );
});
