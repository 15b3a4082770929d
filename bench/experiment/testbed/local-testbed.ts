import type { Cache } from "@rowbench/shared/cache";
import { type Database, openStatementStatistics, openWorldValues } from "@rowbench/shared/database";
import { requireRuntime } from "@rowbench/shared/runtimes";
import { startFixture } from "../../load/fixtures/fixture.ts";
import { startLoadGenerator } from "../../load/index.ts";
import { describeMachine } from "../../results/records/machine.ts";
import { createCanary } from "../observation/canary.ts";
import { watchMachine } from "./machine-watch.ts";
import type { Testbed } from "./testbed.ts";
import { startTestedServer } from "./tested-server.ts";

/** Opens a testbed of this machine for as long as `work` takes. */
export async function withLocalTestbed<Result>(
  { database, cache }: { readonly database: Database; readonly cache?: Cache | undefined },
  work: (testbed: Testbed) => Promise<Result>,
): Promise<Result> {
  const testbed = await openLocalTestbed(database, cache);
  try {
    return await work(testbed);
  } finally {
    await testbed.close();
  }
}

/** Everything on this machine: generator, servers and PostgreSQL share its processors. */
async function openLocalTestbed(database: Database, cache?: Cache): Promise<Testbed> {
  const { url, rows, source, version, postmasterPid: postmaster } = database;
  const generator = await startLoadGenerator();
  const statistics = await openStatementStatistics(url);
  const values = await openWorldValues(url);
  const canary = createCanary();
  return {
    description: {
      machine: describeMachine(),
      database: { source, version, rows },
      ...(cache && { redis: { source: cache.source, version: cache.version } }),
    },
    generator,
    restsBetweenPieces: true,
    values,
    statistics,
    cache,
    startServer({ topology, runtime, settings, ...start }) {
      const installed = runtime === undefined ? {} : { runtime: requireRuntime(runtime) };
      const own = { ...settings, ...(cache && { REDIS_URL: cache.url }) };
      const cell = { ...start, ...installed, databaseUrl: url, rows, settings: own };
      return startTestedServer(cell, topology);
    },
    startNullServer: () => startFixture("null-server", ""),
    async watch({ server, waiting, redis }) {
      const roles = {
        server: server.pids,
        generators: [generator.pid],
        others: waiting.flatMap(({ pids, leaders }) => [...pids, ...leaders()]),
        around: server.leaders(),
        postmaster,
        redis,
      };
      return watchMachine(roles, canary);
    },
    async close() {
      await generator.close();
      await values.close();
      if (statistics.kind === "available") await statistics.close();
    },
  };
}
