import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { type Cell, listServers, type ModelName } from "@rowbench/shared/concurrency";
import { ownRuntime, type Runtime } from "@rowbench/shared/runtimes";
import { bridgesOf } from "./bridges.ts";

const runtimeNamed = (name: string): Runtime => ({
  name,
  kind: "node",
  state: { kind: "installed", program: name, version: "1.0.0" },
});
const [own, older] = [ownRuntime(), runtimeNamed("node22")];

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

test("beside a server that needs an older runtime stands the baseline on it, once", async () => {
  const cells = [
    cell("node-http", "single", own),
    cell("node-http", "threads", own),
    cell("uwebsockets", "single", older),
    cell("uwebsockets", "threads", older),
  ];
  deepEqual(namesOf(await bridgesOf(cells)), ["node-http/single on node22"]);
});

test("no bridge is needed where all run on one runtime, or the baseline is there already", async () => {
  const both = [cell("node-http", "single", own), cell("koa", "single", own)];
  deepEqual(await bridgesOf(both), []);
  const there = [cell("node-http", "single", older), cell("uwebsockets", "single", older)];
  deepEqual(await bridgesOf(there), []);
});

test("what cannot run, and a run without the baseline, have none", async () => {
  const missing = cell("uwebsockets", "single", older, "its binary does not load");
  deepEqual(await bridgesOf([cell("node-http", "single", own), missing]), []);
  deepEqual(await bridgesOf([cell("uwebsockets", "single", older)]), []);
});

test("where the baseline cannot run as the server does there is no bridge", async () => {
  const bun: Runtime = { ...runtimeNamed("bun"), kind: "bun" };
  const cells = [cell("node-http", "reuseport", own), cell("hono-bun", "reuseport", bun)];
  deepEqual(await bridgesOf(cells), []);
});
