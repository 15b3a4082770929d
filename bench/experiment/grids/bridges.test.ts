import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { type Cell, listServers, type ModelName } from "@rowbench/shared/concurrency";
import type { Runtime } from "@rowbench/shared/runtimes";
import { bridgesOf } from "./bridges.ts";

const runtimeNamed = (name: string): Runtime => ({
  name,
  kind: "node",
  state: { kind: "installed", program: name, version: "1.0.0" },
});
const [own, older] = [runtimeNamed("node26"), runtimeNamed("node22")];

function cell(name: string, model: ModelName, runtime: Runtime, reason?: string): Cell {
  const server = listServers().find((one) => one.name === name);
  if (server === undefined) throw new Error(`there is no server \`${name}\``);
  const availability =
    reason === undefined
      ? ({ kind: "available" } as const)
      : ({ kind: "unavailable", reason } as const);
  return { server, model, runtime, availability };
}

const namesOf = (cells: readonly Cell[]) =>
  cells.map(({ server, model, runtime }) => `${server.name}/${model} on ${runtime.name}`);

test("beside a server that needs an older runtime stands the baseline on it, once", () => {
  const cells = [
    cell("node-http", "single", own),
    cell("node-http", "threads", own),
    cell("uwebsockets", "single", older),
    cell("uwebsockets", "threads", older),
  ];
  deepEqual(namesOf(bridgesOf(cells, own)), ["node-http/single on node22"]);
});

test("no bridge is needed where all run on one runtime, or the baseline is there already", () => {
  const both = [cell("node-http", "single", own), cell("koa", "single", own)];
  deepEqual(bridgesOf(both, own), []);
  const there = [cell("node-http", "single", older), cell("uwebsockets", "single", older)];
  deepEqual(bridgesOf(there, own), []);
});

test("what cannot run, and a run without the baseline, have none", () => {
  const missing = cell("uwebsockets", "single", older, "its binary does not load");
  deepEqual(bridgesOf([cell("node-http", "single", own), missing], own), []);
  deepEqual(bridgesOf([cell("uwebsockets", "single", older)], own), []);
});
