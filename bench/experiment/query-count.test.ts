import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { StatementStatistics } from "@rowbench/shared/database";
import { createQueryCount } from "./query-count.ts";

/** PostgreSQL's count, which a test moves. */
function countOf(late = 0) {
  const state = { calls: 100, late };
  const statistics: StatementStatistics = {
    kind: "available",
    async readRowStatements() {
      state.late -= 1;
      const calls = state.late >= 0 ? state.calls - 1 : state.calls;
      return { calls, rows: calls, executionUs: calls * 10 } as Awaited<
        ReturnType<Extract<StatementStatistics, { kind: "available" }>["readRowStatements"]>
      >;
    },
    async close() {},
  };
  return { state, statistics };
}

test("what is asked while the slice rests is not its own", async () => {
  const { state, statistics } = countOf();
  const count = createQueryCount(statistics, undefined);
  for (const own of [5, 7]) {
    await count.begin();
    state.calls += own;
    await count.end(0);
    state.calls += 1000;
  }
  deepEqual(count.read(), { statements: { calls: 12, rows: 12, executionUs: 120 } });
});

test("a query that is counted a moment late is waited for", async () => {
  const { state, statistics } = countOf();
  const count = createQueryCount(statistics, undefined);
  await count.begin();
  state.calls += 5;
  state.late = 2;
  await count.end(5);
  deepEqual(count.read().statements, { calls: 5, rows: 5, executionUs: 50 });
});

test("one that never comes is missing, after a while", async () => {
  const { state, statistics } = countOf();
  const count = createQueryCount(statistics, undefined);
  await count.begin();
  state.calls += 4;
  await count.end(5);
  deepEqual(count.read().statements, { calls: 4, rows: 4, executionUs: 40 });
});

test("what cannot be counted has its reason", async () => {
  const statistics = { kind: "unavailable", reason: "no extension" } as const;
  const cache = { kind: "unavailable", reason: "not allowed" } as const;
  const count = createQueryCount(statistics, cache);
  await count.begin();
  await count.end(10);
  deepEqual(count.read(), {
    statements: { unavailable: "no extension" },
    gets: { unavailable: "not allowed" },
  });
});
