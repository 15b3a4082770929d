import { setTimeout as delay } from "node:timers/promises";
import type { Cache, CacheStatistics } from "@rowbench/shared/cache";
import type { StatementStatistics, WorldValues } from "@rowbench/shared/database";
import type { Glimpse, LoadGenerator, LoadResult, LoadSpec, Mark } from "../load/index.ts";
import type { Load, LoopName } from "../results/load.ts";
import type { SliceRecord, StartPosition } from "../results/records.ts";
import type { Series } from "../results/series.ts";
import { needsRedis } from "../results/workload.ts";
import type { CellProcess } from "./cell-process.ts";
import { type Measurement, refusalsOf } from "./gates/index.ts";
import type { Headroom } from "./headroom.ts";
import type { Canary } from "./observation/canary.ts";
import { watchClock } from "./observation/clock-step.ts";
import { type Observation, observe, type Roles, usageBetween } from "./observation/observation.ts";

/** What every slice of an experiment is measured with. */
export interface Instruments {
  readonly generator: LoadGenerator;
  readonly canary: Canary;
  readonly headroom: Headroom;
  readonly values: WorldValues;
  readonly statistics: StatementStatistics;
  /** Absent where no load needs it. */
  readonly cache: Cache | undefined;
  /** Rows in the table. */
  readonly rows: number;
  readonly postmaster: number | undefined;
  readonly signal: AbortSignal;
  /** Absent where nobody watches. */
  readonly onGlimpse?: ((glimpse: Glimpse) => void) | undefined;
}

/** The server that a slice is measured on. */
export interface MeasuredServer {
  readonly process: CellProcess;
  /** First processes of what stands around it. */
  readonly around: readonly number[];
  readonly series: Series;
  /** Every process of those that are up and wait for their turn. */
  readonly waiting: readonly number[];
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
  instruments: Instruments,
  { process, around, series, waiting }: MeasuredServer,
  place: SlicePlace,
  load: Load,
  spec: Omit<LoadSpec, "table">,
): Promise<SliceRecord> {
  const { generator, statistics, rows, postmaster } = instruments;
  const cache = needsRedis(load.workload) ? instruments.cache : undefined;
  const values = cache?.values ?? instruments.values;
  const startedAt = new Date().toISOString();
  const staleSalt = values.salt;
  const salt = await values.change();
  const table = staleSalt === salt ? { rows, salt } : { rows, salt, staleSalt };
  const redis = cache && { pid: cache.serverPid };
  const roles: Roles = {
    server: process.pids,
    generator: generator.pid,
    waiting,
    around,
    postmaster,
    redis,
  };
  const canary = instruments.canary();
  const clockStepMs = watchClock();
  const before = await readStatements(statistics);
  const countGets = await getsFrom(cache?.statistics);
  const { result, marks } = await runMarked(instruments, { ...spec, table }, roles);
  const record: Measurement["record"] = {
    kind: "slice",
    ...place,
    load: load.name,
    startedAt,
    result,
    ...usageBetween(roles, marks.begin, marks.end, result.elapsedUs),
    statements: await statementsOf(statistics, before, result),
    ...(await countGets()),
    canary,
    clockStepMs: Math.round(clockStepMs()),
  };
  const headroom = instruments.headroom.at(load.connections);
  const refusals = refusalsOf({ record, load, series, rows, ...(headroom && { headroom }) });
  return { ...record, refusals };
}

/** Looks at the counters at both ends of the window, while the load goes on. */
async function runMarked(
  { generator, signal, onGlimpse }: Instruments,
  spec: LoadSpec,
  roles: Roles,
): Promise<{ result: LoadResult; marks: Readonly<Record<Mark, Observation>> }> {
  const marks: Partial<Record<Mark, Promise<Observation>>> = {};
  const onMark = (mark: Mark) => {
    const looking = observe(roles);
    // A load that fails is the news; nobody waits for what was seen meanwhile.
    looking.catch(() => {});
    marks[mark] = looking;
  };
  const result = await generator.run(spec, {
    signal,
    onMark,
    ...(onGlimpse && { onGlimpse }),
  });
  const [begin, end] = await Promise.all([marks.begin, marks.end]);
  if (begin === undefined || end === undefined) throw new Error("the window had no marks");
  return { result, marks: { begin, end } };
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
