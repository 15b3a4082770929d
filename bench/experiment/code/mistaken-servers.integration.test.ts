import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { describe, test } from "node:test";
import { listCells, listServers } from "@rowbench/shared/concurrency";
import { checkRules, rowRules } from "@rowbench/shared/conformance";
import { isInstalled } from "@rowbench/shared/runtimes";
import postgres from "postgres";
import { openTestDatabase } from "../../../shared/database/test-database.ts";
import { untilEqual } from "../../../shared/database/test-until-equal.ts";
import { mistakeNames } from "../../mistakes/mistakes.ts";
import { environmentOf, type Series, seriesKey } from "../../results/records/series.ts";
import { type CellProcess, startCell } from "../cells/cell-process.ts";
import { mistakesGrid } from "../grids/mistakes.ts";
import { codeOrMistaken, mistakableServers } from "./mistaken-servers.ts";

const { url: databaseUrl, rows, salt } = await openTestDatabase(100);
const servers = listServers().filter(({ name }) => mistakableServers.includes(name));
const cells = await listCells(servers, ["single"]);
const grid = mistakesGrid({
  ...{ mistakes: mistakeNames, cells, spreadCells: [], connections: 8 },
  workersOf: () => 1,
});
const codeOf = codeOrMistaken();
const express: Series = { server: "express", model: "single", workers: 1 };

async function start(series: Series): Promise<CellProcess> {
  const { model, workers } = series;
  const cell = cells.find(({ server }) => server.name === series.server);
  if (cell === undefined || !isInstalled(cell.runtime)) throw new Error("not installed");
  const { runtime } = cell;
  const settings = environmentOf(series);
  return startCell({ ...codeOf(series), runtime, model, workers, databaseUrl, rows, settings });
}

describe("a server with a mistake in its code", { concurrency: 2 }, () => {
  for (const series of grid.series.filter(({ variant }) => variant !== undefined)) {
    test(`keeps the contract: ${seriesKey(series)}`, async () => {
      const cell = await start(series);
      try {
        deepEqual(await checkRules(cell.origin, { rows, salt }, rowRules), []);
      } finally {
        await cell.stop();
      }
      const lastLines = cell.ending() ?? "";
      match(lastLines, /^exit code 0: /);
      if (series.variant === "logger") match(lastLines, /GET/);
    });
  }
});

test("without a variant the code of a series is the package's", () => {
  deepEqual(
    servers.map(({ name }) => codeOf({ ...express, server: name }).entry),
    servers.map(({ entry }) => entry),
  );
});

test("ETags are on or off, whatever the package has", async () => {
  const etagOf = async (variant: string) => {
    const cell = await start({ ...express, variant });
    try {
      return (await fetch(`${cell.origin}/json`)).headers.get("etag");
    } finally {
      await cell.stop();
    }
  };
  match((await etagOf("etag-on")) ?? "", /^W\//);
  equal(await etagOf("etag-off"), null);
});

test("with a connection for each query PostgreSQL counts a session for each", async () => {
  const sql = postgres(databaseUrl, { max: 1 });
  const cell = await start({ ...express, variant: "connection-per-query" });
  try {
    const before = await countSessions(sql);
    for (let asked = 0; asked < 3; asked += 1) await fetch(`${cell.origin}/db`);
    // The server's own connection may be counted as late as this.
    await untilEqual(async () => Number((await countSessions(sql)) - before >= 3), 1);
  } finally {
    await cell.stop();
    await sql.end();
  }
});

async function countSessions(sql: postgres.Sql): Promise<number> {
  const [counted] = await sql`
    select sessions::int from pg_stat_database where datname = current_database()`;
  return counted?.sessions;
}

test("a variant that nobody knows is an error that names those that are known", async () => {
  await rejects(start({ ...express, variant: "etag-maybe" }), {
    message: /unknown variant `etag-maybe`: .*Allowed: .*etag-off/,
  });
});
