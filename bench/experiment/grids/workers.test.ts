import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { listServers } from "@rowbench/shared/concurrency";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { ownRuntime } from "@rowbench/shared/runtimes";
import { closedResult, closedSlice } from "../../results/fixtures/slices.ts";
import { seriesKey } from "../../results/records/series.ts";
import { workersGrid } from "./workers.ts";

const [server] = listServers();
const cell = {
  server: server!,
  model: "threads",
  runtime: ownRuntime(),
  availability: { kind: "available" },
} as const;

test("after the choosing rounds the chosen number is measured afresh beside the default", () => {
  const { series, rounds } = workersGrid({ cell, connections: 8, rounds: 3, cores: 2 });
  const speedOf = (workers: number) => (workers === 3 ? 3000 : 1000);
  const records = [1, 2, 3].flatMap((round) =>
    series.map((one) => {
      const throughput = requestsPerSecond(speedOf(one.workers) * (1 + 0.01 * round));
      return closedSlice({ series: seriesKey(one), round, result: closedResult({ throughput }) });
    }),
  );
  const workersIn = (round: number) =>
    rounds?.seriesOf(round, records).map(({ workers }) => workers);
  deepEqual(rounds?.seriesOf(1, []).length, series.length);
  const byDefault = series.find(({ workers }) => workersIn(4)?.includes(workers) && workers !== 3);
  deepEqual(workersIn(4), [byDefault?.workers, 3].filter((one) => one !== undefined).sort());
});
