import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { ownRuntime, type Runtime } from "../runtimes/index.ts";
import { type Cell, listCells } from "./cells.ts";
import { type ModelName, modelNames } from "./models/model.ts";
import { listServers, type ServerPackage } from "./servers.ts";

const state = { kind: "installed", program: "/nowhere", version: "1.0.0" } as const;
const bun: Runtime = { name: "bun", kind: "bun", state };
const deno: Runtime = { name: "deno", kind: "deno", state };

function cellsOf(name: string, models: readonly ModelName[], runtimes: readonly Runtime[]) {
  const servers = listServers().filter((server) => server.name === name);
  return listCells(servers, models, runtimes);
}

const reasonOf = ({ availability }: Cell | { availability: Cell["availability"] }) =>
  availability.kind === "unavailable" ? availability.reason : "available";

test("without a choice a server on node:http runs on what runs this", async () => {
  const [cell] = await cellsOf("node-http", ["single"], []);
  deepEqual([cell?.runtime, cell && reasonOf(cell)], [ownRuntime(), "available"]);
});

test("a runtime that is missing makes every cell on it unavailable, with its command", async () => {
  const missing: Runtime = {
    name: "deno",
    kind: "deno",
    state: { kind: "missing", reason: "not installed: npm run runtimes -- add deno" },
  };
  const cells = await cellsOf("koa", modelNames, [ownRuntime(), missing]);
  equal(cells.length, 2 * modelNames.length);
  for (const cell of cells.filter(({ runtime }) => runtime.name === "deno"))
    equal(reasonOf(cell), "deno is not installed: npm run runtimes -- add deno");
});

test("what Bun does otherwise than its name says is unavailable there, and only there", async () => {
  const onBun = await cellsOf("fastify", modelNames, [bun]);
  const reasons = new Map(onBun.map((cell) => [cell.model, reasonOf(cell)]));
  match(reasons.get("cluster") ?? "", /listen by themselves/);
  equal(reasons.get("single"), "available");
  const onDeno = await cellsOf("fastify", ["cluster", "single"], [deno]);
  deepEqual(onDeno.map(reasonOf), ["available", "available"]);
});

test("a server that stands on a runtime's own way to serve runs there alone", async () => {
  const [there, elsewhere] = await cellsOf("hono-bun", ["single"], [bun, deno]);
  equal(there && reasonOf(there), "available");
  equal(elsewhere && reasonOf(elsewhere), "it stands on what only bun has, not deno");
  const [behindCluster] = await cellsOf("hono-bun", ["cluster"], [bun]);
  match(behindCluster ? reasonOf(behindCluster) : "", /never pass through node:net/);
});

test("a binary that loads on what runs this is used there, whatever it was made for", async () => {
  const [uwebsockets] = listServers().filter(({ sockets }) => sockets === "native");
  const server = { ...(uwebsockets as ServerPackage), framework: "node:fs" };
  const [cell] = await listCells([server], ["single"]);
  deepEqual([cell?.runtime, cell && reasonOf(cell)], [ownRuntime(), "available"]);
});

test("a binary for Node.js is not even tried on another runtime", async () => {
  const [cell] = await cellsOf("uwebsockets", ["single"], [bun]);
  equal(cell && reasonOf(cell), "the binary of uWebSockets.js is made for Node.js, not for bun");
});
