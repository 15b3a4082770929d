import { deepEqual, ok } from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listServers } from "@rowbench/shared/concurrency";
import { milliseconds } from "@rowbench/shared/contract";
import { openTestDatabase } from "../../shared/database/test-database.ts";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import type { Load } from "../results/records/load.ts";
import type { ExperimentRecord, Plan } from "../results/records/records.ts";
import { parseWorkload } from "../results/records/workload.ts";
import { withQuietTestbed } from "./fixtures/quiet-testbed.ts";
import { measureExperiment } from "./measure-experiment.ts";

const database = await openTestDatabase(10_000);

const honest = "node-http";
const servers = [
  ...listServers(fileURLToPath(new URL("fixtures/liars", import.meta.url))),
  ...listServers().filter(({ name }) => name === honest),
];

/** Which gate each liar is to meet, by the workloads that show its lie. */
const lies = [
  {
    workloads: ["db"],
    // As look-ups are measured: among others, in pieces.
    groupSize: 4,
    liars: {
      "constant-row": "stale",
      "cached-row": "stale",
      coalesced: "queries",
      batched: "queries",
      "previous-row": "stale",
      "dummy-query": "queries",
      "out-of-range": "failures",
      "skewed-ids": "ids",
    },
  },
  {
    workloads: ["wait:5ms", "cpu:2ms"],
    groupSize: 1,
    liars: { "timer-wait": "waits", "no-computing": "computing" },
  },
] as const;

test("every lying server of the fixtures has a gate to meet", () => {
  const expected = lies.flatMap(({ liars }) => Object.keys(liars));
  deepEqual(servers.map(({ name }) => name).sort(), [...expected, honest].sort());
});

for (const { workloads, groupSize, liars } of lies) {
  describe(`under ${workloads.join(" and ")}`, () => {
    let records: readonly ExperimentRecord[] = [];
    before(async () => {
      records = await measure([...Object.keys(liars), honest], workloads, groupSize);
    });

    test("each of them keeps the contract, as far as single requests can tell", () => {
      deepEqual(
        records.filter(({ kind }) => kind === "failure"),
        [],
      );
    });

    for (const [name, gate] of Object.entries(liars)) {
      test(`\`${name}\` is refused by the gate \`${gate}\``, () => {
        const refused = wrongsOf(records, name);
        ok(
          refused.some((one) => one.startsWith(`${gate}: `)),
          `its refusals are ${JSON.stringify(refused)}`,
        );
      });
    }

    test("an honest server is not accused of anything", () => {
      deepEqual(wrongsOf(records, honest), []);
    });
  });
}

/** Slices so short that a test can afford them: they show lies, not speed. */
async function measure(
  names: readonly string[],
  workloads: readonly string[],
  groupSize: number,
): Promise<readonly ExperimentRecord[]> {
  const series = names.map((server) => ({ server, model: "single", workers: 1 }));
  const plan: Plan = {
    ...experimentHeader().plan,
    series,
    groupSize,
    loads: workloads.map(loadOf),
    durations: {
      warmUp: { shortest: milliseconds(100), longest: milliseconds(200) },
      again: { shortest: milliseconds(100), longest: milliseconds(100) },
      turns: 1,
      closed: milliseconds(300),
      ...(groupSize > 1 && { piece: milliseconds(100) }),
      open: { shortest: milliseconds(300), longest: milliseconds(300) },
    },
    rounds: 1,
  };
  const saved: ExperimentRecord[] = [];
  await withQuietTestbed(database, (testbed) =>
    measureExperiment({
      plan,
      codeOf: ({ server }) => ({ entry: servers.find(({ name }) => name === server)?.entry ?? "" }),
      testbed,
      rounds: { seriesOf: () => series },
      save: (record) => saved.push(record),
      report: () => {},
      signal: new AbortController().signal,
    }),
  );
  return saved;
}

function loadOf(name: string): Load {
  const workload = parseWorkload(name);
  ok(workload);
  return {
    name,
    workload,
    connections: 16,
    connection: "keep-alive",
    pipeline: 1,
    paces: [],
  };
}

/** The refusals that accuse a server, as `gate: reason`. */
function wrongsOf(records: readonly ExperimentRecord[], server: string): readonly string[] {
  return records
    .filter((record) => record.kind === "slice" && record.series === `${server}/single`)
    .flatMap((record) => (record.kind === "slice" ? record.refusals : []))
    .filter(({ kind }) => kind === "wrong")
    .map(({ gate, reason }) => `${gate}: ${reason}`);
}
