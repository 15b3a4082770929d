import { setTimeout as delay } from "node:timers/promises";
import type { CacheStatistics } from "@rowbench/shared/cache";
import type { StatementStatistics } from "@rowbench/shared/database";
import type { Glimpse, LoadResult, LoadSpec } from "../load/index.ts";
import type { Load, LoopName } from "../results/load.ts";
import type { SliceRecord, StartPosition } from "../results/records.ts";
import type { Series } from "../results/series.ts";
import { needsRedis } from "../results/workload.ts";
import { type Measurement, refusalsOf } from "./gates/index.ts";
import type { Headroom } from "./headroom.ts";
import type { Testbed, TestedServer } from "./testbed/testbed.ts";

/** What every slice of an experiment is measured with. */
export interface Instruments {
  readonly testbed: Testbed;
  readonly headroom: Headroom;
  readonly signal: AbortSignal;
  /** Absent where nobody watches. */
  readonly onGlimpse?: ((glimpse: Glimpse) => void) | undefined;
}

/** The server that a slice is measured on. */
export interface MeasuredServer {
  readonly server: TestedServer;
  readonly series: Series;
  /** Those that are up and wait for their turn. */
  readonly waiting: readonly TestedServer[];
}

/** Which slice this is. */
export interface SlicePlace extends StartPosition {
  readonly loop: LoopName;
  readonly turn: number;
  readonly attempt: number;
}

/**
 * Runs one slice of load and records what it did to the server, PostgreSQL and the machine. All
 * rows have other values than in the slice before, so that an answer from before is known.
 */
export async function measureSlice(
  { testbed, headroom: allHeadroom, signal, onGlimpse }: Instruments,
  { server, series, waiting }: MeasuredServer,
  place: SlicePlace,
  load: Load,
  spec: Omit<LoadSpec, "table">,
): Promise<SliceRecord> {
  const { statistics } = testbed;
  const { rows } = testbed.description.database;
  const cache = needsRedis(load.workload) ? testbed.cache : undefined;
  const values = cache?.values ?? testbed.values;
  const startedAt = new Date().toISOString();
  const staleSalt = values.salt;
  const salt = await values.change();
  const table = staleSalt === salt ? { rows, salt } : { rows, salt, staleSalt };
  const redis = cache && { pid: cache.serverPid };
  const watch = await testbed.watch({ server, waiting, redis });
  const before = await readStatements(statistics);
  const countGets = await getsFrom(cache?.statistics);
  const result = await testbed.generator.run(
    { ...spec, table },
    { signal, onMark: watch.mark, ...(onGlimpse && { onGlimpse }) },
  );
  const record: Measurement["record"] = {
    kind: "slice",
    ...place,
    load: load.name,
    startedAt,
    result,
    ...(await watch.usage(result.elapsedUs)),
    statements: await statementsOf(statistics, before, result),
    ...(await countGets()),
  };
  const headroom = allHeadroom.at(load.connections);
  const refusals = refusalsOf({ record, load, series, rows, ...(headroom && { headroom }) });
  return { ...record, refusals };
}

type Count = SliceRecord["statements"];

async function readStatements(statistics: StatementStatistics): Promise<Count> {
  if (statistics.kind === "unavailable") return { unavailable: statistics.reason };
  return statistics.readRowStatements();
}

const lateCountMs = 20;
const lateCounts = 5;

/**
 * What PostgreSQL counted during the slice. A query is counted when it has ended, which may be a
 * moment after its answer went out: it is asked again while a query is missing.
 */
async function statementsOf(
  statistics: StatementStatistics,
  before: Count,
  { correct }: LoadResult,
): Promise<Count> {
  for (let asked = 1; ; asked += 1) {
    const count = difference(before, await readStatements(statistics));
    if ("unavailable" in count || count.calls >= correct || asked === lateCounts) return count;
    await delay(lateCountMs);
  }
}

/**
 * Begins to count what Redis is asked; the other call tells. A command is counted before its answer
 * goes out.
 */
async function getsFrom(
  statistics: CacheStatistics | undefined,
): Promise<() => Promise<Pick<SliceRecord, "gets">>> {
  if (statistics === undefined) return async () => ({});
  if (statistics.kind === "unavailable")
    return async () => ({ gets: { unavailable: statistics.reason } });
  const before = await statistics.readGets();
  return async () => ({ gets: (await statistics.readGets()) - before });
}

function difference(before: Count, after: Count): Count {
  if ("unavailable" in before) return before;
  if ("unavailable" in after) return after;
  return {
    calls: after.calls - before.calls,
    rows: after.rows - before.rows,
    executionUs: after.executionUs - before.executionUs,
  };
}
