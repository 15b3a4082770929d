import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { test } from "node:test";
import {
  listCells,
  listServers,
  type ModelName,
  modelNames,
  models,
} from "@rowbench/shared/concurrency";
import { askWorkerId, checkConformance, checkConnections } from "@rowbench/shared/conformance";
import { type InstalledRuntime, isInstalled } from "@rowbench/shared/runtimes";
import { openTestDatabase } from "../../../shared/database/test-database.ts";
import { type CellProcess, startCell } from "./cell-process.ts";

const database = await openTestDatabase(10_000);

const entryOf = (name: string) => listServers().find((server) => server.name === name)?.entry ?? "";

function start(
  name: string,
  model: ModelName,
  workers: number,
  runtime?: InstalledRuntime,
): Promise<CellProcess> {
  const { url: databaseUrl, rows } = database;
  const program = runtime && { runtime };
  return startCell({ entry: entryOf(name), ...program, model, workers, databaseUrl, rows });
}

for (const { server, model, runtime, availability } of await listCells(listServers(), modelNames)) {
  if (availability.kind === "unavailable" || !isInstalled(runtime)) continue;
  test(`${server.name}/${model} keeps the contract, answers as itself and leaves nothing behind`, async () => {
    const workers = Math.min(2, models[model].maximumWorkers);
    const cell = await start(server.name, model, workers, runtime);
    try {
      equal(cell.workerIds.length, models[model].holders(workers));
      ok(cell.workerIds.includes(await askWorkerId(cell.origin)));
      deepEqual(await checkConformance(cell.origin, database), []);
      deepEqual(await checkConnections({ ...cell, table: database }), []);
    } finally {
      await cell.stop();
    }
    match(cell.ending() ?? "", /^exit code 0/);
  });
}

test("a server that cannot start is reported with its exit code and last lines", async () => {
  const { url: databaseUrl, rows } = database;
  const start = { entry: "/nowhere/server.ts", model: "single", workers: 1, databaseUrl, rows };
  await rejects(startCell(start), {
    code: "SERVER_START_FAILED",
    message: /exit code 2: expected the path of a src\/server\.ts, got `\/nowhere/,
  });
});

test("a server whose database is wrong says so instead of coming up", async () => {
  const databaseUrl = "postgres://me:secret@127.0.0.1:1/x";
  const start = { entry: entryOf("koa"), model: "cluster", workers: 2, databaseUrl, rows: 10 };
  await rejects(startCell(start), { message: /exit code 1: .*database unavailable/s });
});

test("a server that was killed is known by its signal", async () => {
  const cell = await start("node-http", "single", 1);
  process.kill(cell.pids[0] ?? 0, "SIGKILL");
  while (cell.ending() === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  match(cell.ending() ?? "", /^signal SIGKILL/);
  await cell.stop();
});
