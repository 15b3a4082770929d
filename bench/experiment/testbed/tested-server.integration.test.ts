import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { listServers } from "@rowbench/shared/concurrency";
import { isAlive } from "@rowbench/shared/processes";
import { openTestDatabase } from "../../../shared/database/test-database.ts";
import { aroundMissing, findAround } from "../topology/programs.ts";
import { startTestedServer } from "./tested-server.ts";

const { url: databaseUrl, rows, salt } = await openTestDatabase(100);
const entry = listServers().find(({ name }) => name === "node-http")?.entry ?? "";
const start = { entry, model: "single", workers: 2, databaseUrl, rows };
const skip = findAround("nginx") === undefined && aroundMissing.nginx;

test("processes behind nginx each answer a share, keep the contract, and all end", {
  skip,
}, async () => {
  const server = await startTestedServer(start, "upstreams");
  equal(server.workerIds.length, 2);
  const answering = new Set<string>();
  for (let asked = 0; asked < 10; asked += 1) answering.add(await server.askWorkerId());
  deepEqual(answering, new Set(server.workerIds));
  const table = { rows, salt };
  deepEqual(await server.check({ scope: "rows", takesForms: false, table }), []);
  const pids = [...server.pids, ...server.leaders()];
  ok(pids.every(isAlive));
  equal(server.ending(), undefined);
  await server.stop();
  deepEqual(pids.filter(isAlive), []);
});

test("where one process cannot start, none is left", { skip }, async () => {
  const broken = startTestedServer({ ...start, entry: "/nowhere" }, "upstreams");
  await broken.then(
    () => ok(false),
    ({ code }) => equal(code, "SERVER_START_FAILED"),
  );
});
