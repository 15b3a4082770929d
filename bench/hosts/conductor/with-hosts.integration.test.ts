import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listServers } from "@rowbench/shared/concurrency";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { isAlive } from "@rowbench/shared/processes";
import { testLoad, testPlan } from "../../experiment/fixtures/test-plan.ts";
import { measureExperiment } from "../../experiment/measure-experiment.ts";
import type {
  ExperimentRecord,
  FailureRecord,
  SliceRecord,
} from "../../results/records/records.ts";
import { processHost, processHosts } from "../fixtures/process-host.ts";
import type { Host } from "../host.ts";
import { withHosts } from "./with-hosts.ts";

const entries = new Map(listServers().map(({ name, entry }) => [name, entry]));
const codeOf = ({ server }: { server: string }) => ({ entry: entries.get(server) ?? "" });
const single = { server: "node-http", model: "single", workers: 1 };

interface Measuring {
  readonly plan?: ReturnType<typeof testPlan>;
  readonly onRecord?: (record: ExperimentRecord) => void;
  readonly onStart?: (starts: number) => void;
  readonly signal?: AbortSignal;
}

async function measureOn(hosts: readonly Host[], measuring: Measuring = {}) {
  const { plan = testPlan({ series: [single] }), onRecord, onStart } = measuring;
  const { signal = new AbortController().signal } = measuring;
  const saved: ExperimentRecord[] = [];
  let starts = 0;
  await withHosts(hosts, { signal, onProgress: () => {} }, ({ withTestbed }) =>
    withTestbed({ rows: 1000, redis: false }, (testbed) =>
      measureExperiment({
        plan,
        codeOf,
        testbed,
        rounds: { seriesOf: () => plan.series },
        save: (record) => {
          saved.push(record);
          onRecord?.(record);
        },
        report: (event) => {
          if (event.kind !== "loop") return;
          starts += 1;
          onStart?.(starts);
        },
        signal,
      }),
    ),
  );
  return saved;
}

const slicesOf = (records: readonly ExperimentRecord[]) =>
  records.filter((record): record is SliceRecord => record.kind === "slice");
const failuresOf = (records: readonly ExperimentRecord[]) =>
  records.filter((record): record is FailureRecord => record.kind === "failure");

test("two generators measure one server, and PostgreSQL counts what both were answered", async () => {
  const pids: number[] = [];
  const rate = requestsPerSecond(400);
  const saved = await measureOn(processHosts(2, { onStart: (pid) => pids.push(pid) }), {
    plan: testPlan({ series: [single], loads: [testLoad("db", [{ name: "common", rate }])] }),
  });
  const slices = slicesOf(saved);
  ok(slices.length >= 2, JSON.stringify(saved));
  for (const { result, statements, refusals, serverCpuUs, hosts, startSkewUs } of slices) {
    deepEqual(
      refusals.filter(({ kind }) => kind === "wrong"),
      [],
    );
    ok("calls" in statements && statements.calls === result.correct && result.correct > 0);
    ok(serverCpuUs > 0);
    deepEqual(
      hosts?.map(({ role }) => role),
      ["server", "database", "generator 1", "generator 2"],
    );
    ok(startSkewUs !== undefined && startSkewUs >= 0);
  }
  equal(pids.length, 4);
  deepEqual(pids.filter(isAlive), []);
});

describe("a role that is lost in a load", () => {
  for (const [lost, index] of [
    ["generator 2", 3],
    ["server", 1],
    ["database", 0],
  ] as const) {
    test(`is named, ${lost}, and comes up again for the next start`, async () => {
      const pids: number[] = [];
      const hosts = processHosts(2, { onStart: (pid) => pids.push(pid) });
      const saved = await measureOn(hosts, {
        plan: testPlan({ series: [single], rounds: 2 }),
        // Processes are started in the order of the hosts.
        onStart: (starts) => {
          if (starts === 1) setTimeout(() => process.kill(pids[index] ?? 0, "SIGKILL"), 150);
        },
      });
      const [failure] = failuresOf(saved);
      match(failure?.reason ?? "", new RegExp(`^${lost} on process \\d: it ended, signal SIGKILL`));
      equal(failure?.round, 1);
      const [slice] = slicesOf(saved).filter(({ round }) => round === 2);
      ok(slice !== undefined && slice.result.correct > 0, JSON.stringify(saved));
      equal(pids.length, 5);
      deepEqual(pids.filter(isAlive), []);
    });
  }
});

test("Ctrl-C in a load ends it, and nothing is left", async () => {
  const pids: number[] = [];
  const controller = new AbortController();
  const saved = await measureOn(processHosts(2, { onStart: (pid) => pids.push(pid) }), {
    signal: controller.signal,
    onStart: () => setTimeout(() => controller.abort(new Error("stopped")), 100),
  });
  deepEqual([slicesOf(saved), failuresOf(saved)], [[], []]);
  deepEqual(pids.filter(isAlive), []);
});

describe("hosts that cannot be used are one message with role, host and reason", () => {
  const odd = fileURLToPath(new URL("../fixtures/odd-role.mjs", import.meta.url));
  const open = (hosts: readonly Host[], limitMs = 10_000) =>
    withHosts(
      hosts,
      {
        signal: new AbortController().signal,
        onProgress: () => {},
        introductionLimit: milliseconds(limitMs),
      },
      async () => {},
    );
  const oddities = {
    silent: ["HOST_UNAVAILABLE", /^server on process 1: no answer to `introduce` within 0\.5 s$/],
    ended: ["HOST_UNAVAILABLE", /^server on process 1: it ended, exit code 7: out of luck$/],
    ahead: [
      "HOST_UNAVAILABLE",
      /^server on process 1: its clock is 93\.\d s ahead of this machine/,
    ],
    older: ["HOST_UNAVAILABLE", /^server on process 1: its image speaks version 0 of our protocol/],
  } as const;
  for (const [oddity, [code, message]] of Object.entries(oddities)) {
    test(oddity, async () => {
      const pids: number[] = [];
      const onStart = (pid: number) => pids.push(pid);
      const hosts = [processHost("server", 1, { onStart, words: [odd, oddity] })];
      await rejects(open(hosts, oddity === "silent" ? 500 : undefined), { code, message });
      deepEqual(pids.filter(isAlive), []);
    });
  }

  test("images that are not the same", async () => {
    const hosts = [
      processHost("database", 1, { image: "sha256:aaaa" }),
      processHost("server", 1, { image: "sha256:bbbb" }),
    ];
    await rejects(open(hosts), {
      code: "HOST_UNAVAILABLE",
      message:
        /^server on process 1 has another image \(bbbb\) than database on process 1 \(aaaa\)/,
    });
  });
});
