import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { openTestDatabase } from "../../shared/database/test-database.ts";
import type { ExperimentRecord } from "../results/records/records.ts";
import { type Series, seriesKey } from "../results/records/series.ts";
import { codeOrMistaken } from "./code/mistaken-servers.ts";
import { withQuietTestbed } from "./fixtures/quiet-testbed.ts";
import { testLoad, testPlan } from "./fixtures/test-plan.ts";
import { measureExperiment } from "./measure-experiment.ts";

const database = await openTestDatabase(10_000);
const tuned: Series = { server: "node-http", model: "single", workers: 1 };

async function measure(
  series: readonly Series[],
  loads: readonly ReturnType<typeof testLoad>[],
): Promise<readonly Extract<ExperimentRecord, { kind: "slice" }>[]> {
  const saved: ExperimentRecord[] = [];
  await withQuietTestbed(database, (testbed) =>
    measureExperiment({
      plan: testPlan({ series, loads }),
      codeOf: codeOrMistaken(),
      testbed,
      rounds: { seriesOf: () => series },
      save: (record) => saved.push(record),
      report: () => {},
      signal: new AbortController().signal,
    }),
  );
  deepEqual(
    saved.filter(({ kind }) => kind === "failure"),
    [],
  );
  return saved.filter((record) => record.kind === "slice");
}

test("a load that names its series is one of theirs alone", async () => {
  const pooled = { ...tuned, pool: "1" };
  const loads = [testLoad("db"), { ...testLoad("wait:20ms"), series: [seriesKey(pooled)] }];
  const slices = await measure([tuned, pooled], loads);
  deepEqual(
    new Set(slices.map(({ series, load }) => `${series} ${load}`)),
    new Set([
      "node-http/single db",
      "node-http/single, pool 1 db",
      "node-http/single, pool 1 wait:20ms",
    ]),
  );
});

test("mistakes of look-ups ask PostgreSQL once for each answer, as the gates want it", async () => {
  const series = ["connection-per-query", "unprepared"].map((variant) => ({ ...tuned, variant }));
  const slices = await measure(series, [testLoad("db")]);
  deepEqual(new Set(slices.map((slice) => slice.series)), new Set(series.map(seriesKey)));
  for (const { result, statements, refusals } of slices) {
    deepEqual(
      refusals.filter(({ kind }) => kind === "wrong"),
      [],
    );
    ok(result.correct > 0 && "calls" in statements && statements.calls === result.correct);
  }
});

test("clients that close are a setting of a series: its answers say so, those of others do not", async () => {
  const closing = { ...tuned, connection: "close" } as const;
  const slices = await measure([tuned, closing], [testLoad("json")]);
  const bytesOf = (one: Series) => {
    const slice = slices.find(({ series }) => series === seriesKey(one));
    const { bytesReceived = 0, correct = 0 } = slice?.result ?? {};
    ok(correct > 0);
    return Math.round(bytesReceived / correct);
  };
  // "Connection: close" for "Connection: keep-alive" and "Keep-Alive: timeout=5".
  ok(bytesOf(closing) < bytesOf(tuned), `${bytesOf(closing)} and ${bytesOf(tuned)} bytes`);
});
