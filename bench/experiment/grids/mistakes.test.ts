import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { Cell, ModelName } from "@rowbench/shared/concurrency";
import { ownRuntime } from "@rowbench/shared/runtimes";
import { mistakeNames } from "../../mistakes/mistakes.ts";
import { environmentOf, seriesKey } from "../../results/records/series.ts";
import { type MistakesRequest, mistakesGrid } from "./mistakes.ts";

function cellOf(name: string, model: ModelName): Cell {
  const server = { name, entry: "", framework: name, frameworkVersion: "1", sockets: "node" };
  const availability = { kind: "available" } as const;
  return { server: { ...server, sockets: "node", runtimes: [] }, model, runtime, availability };
}

const runtime = ownRuntime();
const koa = [cellOf("koa", "single")];

function gridOf(changes: Partial<MistakesRequest>) {
  return mistakesGrid({
    mistakes: ["logger"],
    cells: koa,
    spreadCells: [cellOf("koa", "cluster"), cellOf("koa", "reuseport")],
    workersOf: () => 1,
    connections: 64,
    cores: 4,
    ...changes,
  });
}

function casesOf(changes: Partial<MistakesRequest>) {
  const { view } = gridOf(changes);
  return view.kind === "mistakes" ? view.mistakes.flatMap(({ cases }) => cases) : [];
}

const madeOf = (changes: Partial<MistakesRequest>) =>
  casesOf(changes).map((one) => (one.kind === "made" ? [one.tuned, one.mistaken] : [one.reason]));

test("a mistake is one setting more than the tuned server has", () => {
  deepEqual(madeOf({ mistakes: ["logger", "node-env", "pool-64", "keep-alive"] }), [
    ["koa/single", "koa/single, logger"],
    ["koa/single", "koa/single, NODE_ENV unset"],
    ["koa/single", "koa/single, pool 64"],
    ["koa/single", "koa/single, connections close"],
  ]);
});

test("mistakes of the workers start from a worker a core, under the first model that has several", () => {
  deepEqual(madeOf({ mistakes: ["one-worker", "four-workers"] }), [
    ["koa/cluster×4", "koa/single"],
    ["koa/cluster×4", "koa/cluster×16"],
  ]);
  deepEqual(madeOf({ mistakes: ["four-workers"], spreadCells: [cellOf("koa", "reuseport")] }), [
    ["koa/reuseport×4", "koa/reuseport×16"],
  ]);
});

test("with one core, or without a model for several, nothing is spread", () => {
  const reason = ["no model spreads it over several cores here"];
  deepEqual(madeOf({ mistakes: ["one-worker"], cores: 1 }), [reason]);
  deepEqual(madeOf({ mistakes: ["four-workers"], spreadCells: [] }), [reason]);
});

test("a mistake that a server cannot make says why, and takes no time", () => {
  const grid = gridOf({ mistakes: ["etag", "logger"] });
  deepEqual(madeOf({ mistakes: ["etag"] }), [["it sends none by itself"]]);
  deepEqual(grid.series.map(seriesKey), ["koa/single", "koa/single, logger"]);
});

test("where the package itself may have the mistake, both servers are told", () => {
  const cells = [cellOf("express", "single"), cellOf("uwebsockets", "single")];
  deepEqual(madeOf({ mistakes: ["etag", "cork"], cells }), [
    ["express/single, etag-off", "express/single, etag-on"],
    ["it sends none by itself"],
    ["what it stands on corks by itself"],
    ["uwebsockets/single, corked", "uwebsockets/single, no-cork"],
  ]);
});

test("each workload is measured on the series that show something under it", () => {
  const { loads } = gridOf({ mistakes: ["logger", "pool-1"] });
  deepEqual(
    loads.map(({ name, series }) => [name, series]),
    [
      ["db", ["koa/single", "koa/single, logger"]],
      ["wait:20ms", ["koa/single", "koa/single, pool 1"]],
    ],
  );
});

test("a pool that no server takes is none", () => {
  const cells = [cellOf("koa", "cluster")];
  const changes = { mistakes: ["pool-64"] as const, cells };
  deepEqual(madeOf({ ...changes, workersOf: () => 4 }), [
    ["koa/cluster×4", "koa/cluster×4, pool 256"],
  ]);
  deepEqual(madeOf({ ...changes, workersOf: () => 8 }), [["no server takes 512 connections"]]);
});

test("blocking models have no such look-ups, and several models share the mistakes of workers", () => {
  const cells = [cellOf("koa", "single"), cellOf("koa", "blocking"), cellOf("koa", "reuseport")];
  equal(casesOf({ mistakes: ["logger"], cells }).length, 2);
  equal(casesOf({ mistakes: ["four-workers"], cells }).length, 1);
});

test("the series of a server are in one unit, and no two of them have one key", () => {
  const cells = [cellOf("express", "single"), cellOf("fastify", "single")];
  const { series, together } = gridOf({ mistakes: mistakeNames, cells });
  equal(new Set(series.map(seriesKey)).size, series.length);
  deepEqual(
    together?.map((keys) => new Set(keys.map((key) => key.split("/")[0]))),
    [new Set(["express"]), new Set(["fastify"])],
  );
});

test("a server is told of its mistake by its environment", () => {
  const { series } = gridOf({ mistakes: ["logger", "node-env"] });
  deepEqual(series.map(environmentOf), [{}, { VARIANT: "logger" }, { NODE_ENV: "" }]);
});
