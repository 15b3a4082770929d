import { setTimeout as delay } from "node:timers/promises";
import type { CacheStatistics } from "@rowbench/shared/cache";
import type { StatementStatistics } from "@rowbench/shared/database";
import type { SliceRecord } from "../results/records/records.ts";

/** What PostgreSQL and Redis are asked while a slice is at work; what they do while it rests is others'. */
export interface QueryCount {
  begin(): Promise<void>;
  /** The slice rests or is over, and has had so many answers from queries in all. */
  end(answers: number): Promise<void>;
  read(): Pick<SliceRecord, "statements" | "gets">;
}

/** A counter of something that only grows, or why it cannot be read. */
type Counted<Count> = Count | { readonly unavailable: string };
type Statements = SliceRecord["statements"];

const lateCountMs = 20;
const lateCounts = 5;

/** A count that has not begun. `cache` is absent where no answer comes from Redis. */
export function createQueryCount(
  statistics: StatementStatistics,
  cache: CacheStatistics | undefined,
): QueryCount {
  const readStatements = async (): Promise<Statements> =>
    statistics.kind === "unavailable"
      ? { unavailable: statistics.reason }
      : statistics.readRowStatements();
  const readGets = async (): Promise<Counted<number> | undefined> =>
    cache?.kind === "unavailable" ? { unavailable: cache.reason } : cache?.readGets();
  let statements: Statements = { calls: 0, rows: 0, executionUs: 0 };
  let gets: Counted<number> = 0;
  let before: Statements = statements;
  let getsBefore: Counted<number> | undefined;
  return {
    async begin() {
      before = await readStatements();
      getsBefore = await readGets();
    },
    /** A query is counted when it has ended, which may be a moment after its answer went out. */
    async end(answers) {
      const own = await patiently(
        async () => add(statements, before, await readStatements()),
        (sum) => "unavailable" in sum || sum.calls >= answers,
      );
      statements = own;
      // Redis counts a command before its answer goes out.
      gets = addGets(gets, getsBefore, await readGets());
    },
    read: () => ({ statements, ...(cache && { gets }) }),
  };
}

/** Asks again for a moment until that will do. */
async function patiently<Value>(
  ask: () => Promise<Value>,
  willDo: (value: Value) => boolean,
): Promise<Value> {
  for (let asked = 1; ; asked += 1) {
    const value = await ask();
    if (willDo(value) || asked === lateCounts) return value;
    await delay(lateCountMs);
  }
}

function add(sum: Statements, before: Statements, after: Statements): Statements {
  if ("unavailable" in sum) return sum;
  if ("unavailable" in before) return before;
  if ("unavailable" in after) return after;
  return {
    calls: sum.calls + after.calls - before.calls,
    rows: sum.rows + after.rows - before.rows,
    executionUs: sum.executionUs + after.executionUs - before.executionUs,
  };
}

function addGets(
  sum: Counted<number>,
  before: Counted<number> | undefined,
  after: Counted<number> | undefined,
): Counted<number> {
  if (typeof sum !== "number") return sum;
  if (typeof before !== "number") return before ?? sum;
  return typeof after === "number" ? sum + after - before : (after ?? sum);
}
