import type {
  Glimpse,
  LoadResult,
  LoadSpec,
  Mark,
  Progress,
  TableContents,
} from "../load/index.ts";
import type { Load, LoopName } from "../results/records/load.ts";
import type { SliceRecord, StartPosition } from "../results/records/records.ts";
import type { Series } from "../results/records/series.ts";
import { isOfRowsAlone, needsRedis } from "../results/records/workload.ts";
import { type Measurement, refusalsOf } from "./gates/index.ts";
import type { Headroom } from "./headroom.ts";
import { createQueryCount } from "./query-count.ts";
import type { Rest } from "./stepwise.ts";
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
 * Gives all rows other values than they had, so that an answer from before is known, and tells what
 * a load finds in the table.
 */
export async function changeValues(testbed: Testbed, load: Load): Promise<TableContents> {
  const { rows } = testbed.description.database;
  const values = cacheOf(testbed, load)?.values ?? testbed.values;
  const staleSalt = values.salt;
  const salt = await values.change();
  return staleSalt === salt ? { rows, salt } : { rows, salt, staleSalt };
}

/**
 * Runs one slice of load and records what it did to the server, PostgreSQL and the machine.
 * @param rest called between two pieces of its window, where it has several: others may work then
 */
export async function measureSlice(
  { testbed, headroom: allHeadroom, signal, onGlimpse }: Instruments,
  { server, series, waiting }: MeasuredServer,
  place: SlicePlace,
  load: Load,
  spec: LoadSpec,
  rest: Rest,
): Promise<SliceRecord> {
  const { rows } = testbed.description.database;
  const cache = cacheOf(testbed, load);
  const startedAt = new Date().toISOString();
  const redis = cache && { pid: cache.serverPid };
  const watch = await testbed.watch({ server, waiting, redis });
  const count = createQueryCount(testbed.statistics, cache?.statistics);
  const queriesFor = (answers: number) => (isOfRowsAlone(load.workload) ? answers : 0);
  const whenAtRest = async ({ correct }: Progress) => {
    await count.end(queriesFor(correct));
    await rest();
    await count.begin();
  };
  const marked = createMarkedAnswers();
  await count.begin();
  const result = await testbed.generator.run(spec, {
    signal,
    onMark: (mark, progress) => {
      watch.mark(mark);
      marked.note(mark, progress);
    },
    whenAtRest,
    ...(onGlimpse && { onGlimpse }),
  });
  await count.end(queriesFor(result.correct));
  const record: Measurement["record"] = {
    kind: "slice",
    ...place,
    load: load.name,
    startedAt,
    result,
    ...(await watch.usage({ elapsedUs: result.elapsedUs, share: marked.shareOf(result, spec) })),
    ...count.read(),
  };
  const headroom = allHeadroom.at(load.connections);
  const refusals = refusalsOf({ record, load, series, rows, ...(headroom && { headroom }) });
  return { ...record, refusals };
}

function cacheOf({ cache }: Testbed, { workload }: Load): Testbed["cache"] {
  return needsRedis(workload) ? cache : undefined;
}

/** How many answers came between the marks of a window in pieces, which lie around them. */
function createMarkedAnswers() {
  let sum = 0;
  return {
    note(mark: Mark, { correct }: Progress = { correct: 0 }): void {
      sum += mark === "end" ? correct : -correct;
    },
    shareOf({ answers }: LoadResult, { pieces = 1 }: LoadSpec): number {
      return pieces === 1 || sum === 0 ? 1 : answers / sum;
    },
  };
}
