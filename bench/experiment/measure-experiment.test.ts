import { deepEqual, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { listServers } from "@rowbench/shared/concurrency";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { openTestDatabase } from "../../shared/database/test-database.ts";
import type { ExperimentRecord, FailureRecord, SliceRecord } from "../results/records.ts";
import type { ExperimentEvent } from "./events.ts";
import { testLoad, testPlan } from "./fixtures/test-plan.ts";
import { type ExperimentContext, measureExperiment } from "./measure-experiment.ts";
import { readProcessTable, readText } from "./observation/process-table.ts";
import { withLocalTestbed } from "./testbed/local-testbed.ts";

const database = await openTestDatabase(10_000);
const entries = new Map(listServers().map(({ name, entry }) => [name, entry]));

async function measure(changes: Partial<ExperimentContext> = {}, rows = database.rows) {
  const saved: ExperimentRecord[] = [];
  const events: ExperimentEvent[] = [];
  const plan = changes.plan ?? testPlan();
  await withLocalTestbed({ database: { ...database, rows } }, (testbed) =>
    measureExperiment({
      plan,
      codeOf: ({ server }) => ({ entry: entries.get(server) ?? "" }),
      testbed,
      rounds: { seriesOf: () => plan.series },
      save: (record) => saved.push(record),
      report: (event) => events.push(event),
      signal: new AbortController().signal,
      ...changes,
    }),
  );
  return { saved, events };
}

const slicesOf = (records: readonly ExperimentRecord[]) =>
  records.filter((record): record is SliceRecord => record.kind === "slice");
const failuresOf = (records: readonly ExperimentRecord[]) =>
  records.filter((record): record is FailureRecord => record.kind === "failure");
/** Refusals that are no matter of how quiet the machine is that runs the tests. */
const wrongOf = ({ refusals }: SliceRecord) => refusals.filter(({ kind }) => kind === "wrong");

const needsProc = { skip: process.platform !== "linux" && "finds the server through /proc" };

test("a round measures every series, and PostgreSQL counts what was answered", async () => {
  const rate = requestsPerSecond(500);
  const plan = testPlan({ loads: [testLoad("db", [{ name: "common", rate }])] });
  const { saved } = await measure({ plan });
  const slices = slicesOf(saved);
  deepEqual(
    new Set(slices.map(({ series, loop }) => `${series} ${loop}`)),
    new Set([
      "fastify/cluster×2 closed",
      "fastify/cluster×2 common",
      "node-http/single closed",
      "node-http/single common",
    ]),
  );
  for (const slice of slices) {
    const { result, statements, serverCpuUs, rssBytes } = slice;
    deepEqual(wrongOf(slice), []);
    ok(result.correct > 0 && "calls" in statements);
    deepEqual([statements.calls, statements.rows], [result.correct, result.correct]);
    ok(serverCpuUs > 0 && rssBytes > 0);
  }
  equal(saved[0]?.kind, "headroom");
  equal(saved.at(-1)?.kind, "round");
});

test("without a rate the common one is 60 % of what the slowest carried in the pilot round", async () => {
  const plan = testPlan({ loads: [testLoad("db", [{ name: "common" }])], rounds: 2 });
  const { saved } = await measure({ plan });
  const [pilot, ...more] = saved.filter((record) => record.kind === "rate");
  ok(pilot !== undefined && more.length === 0);
  const carried = slicesOf(saved)
    .filter(
      ({ round, loop, series }) => round === 1 && loop === "closed" && series === pilot.slowest,
    )
    .map(({ result }) => result.throughput);
  // Rounded down to two digits, and the mean of several where the machine was disturbed.
  ok(pilot.rate <= 0.6 * Math.max(...carried) && pilot.rate > 0.5 * Math.min(...carried));
  ok(slicesOf(saved).every(({ round, loop }) => loop === "closed" || round === 2));
});

test("batches and connections for a single request measure real servers, too", async () => {
  const settings = [
    { load: { ...testLoad("db"), pipeline: 4 }, server: "node-http" },
    { load: { ...testLoad("db"), connection: "close" }, server: "uwebsockets" },
  ] as const;
  for (const { load, server } of settings) {
    const series = [{ server, model: "single", workers: 1 }];
    const { saved } = await measure({ plan: testPlan({ series, loads: [load] }) });
    const slices = slicesOf(saved);
    ok(slices.length > 0, JSON.stringify(saved));
    for (const slice of slices) deepEqual(wrongOf(slice), []);
  }
});

test("series of a group are up at once, and take turns after one warm-up", async () => {
  const durations = { ...testPlan().durations, turns: 3 };
  const { saved } = await measure({ plan: testPlan({ groupSize: 2, durations }) });
  const slices = slicesOf(saved).filter(({ attempt }) => attempt === 1);
  deepEqual(
    slices.map(({ turn }) => turn),
    [1, 1, 2, 2, 3, 3],
  );
  for (const turn of [1, 2, 3]) {
    const own = slices.filter((slice) => slice.turn === turn);
    equal(new Set(own.map(({ series }) => series)).size, 2);
  }
  deepEqual(new Set(slices.map(({ group }) => group)), new Set([1]));
  for (const slice of slices) deepEqual(wrongOf(slice), []);
});

test(
  "a server that dies ends its own turns, and the others of its group go on",
  needsProc,
  async () => {
    const durations = { ...testPlan().durations, turns: 3 };
    let killed = "";
    const { saved } = await measure({
      plan: testPlan({ groupSize: 2, durations }),
      report: (event) => {
        if (event.kind !== "slice" || killed !== "") return;
        killed = event.record.series;
        killServers(killed.split("/")[0]);
      },
    });
    deepEqual(
      failuresOf(saved).map(({ series }) => series),
      [killed],
    );
    const turnsOf = (isKilled: boolean) =>
      slicesOf(saved).filter(({ series }) => (series === killed) === isKilled);
    equal(new Set(turnsOf(false).map(({ turn }) => turn)).size, 3);
    ok(turnsOf(true).every(({ turn }) => turn === 1));
  },
);

test("a server that does not come up is recorded with its last lines, and the rest goes on", async () => {
  const codeOf = ({ server }: { server: string }) => ({
    entry: server === "fastify" ? "/nowhere" : (entries.get(server) ?? ""),
  });
  const { saved } = await measure({ codeOf });
  const [failure] = failuresOf(saved);
  deepEqual([failure?.series, failure?.stage], ["fastify/cluster×2", "start"]);
  match(failure?.reason ?? "", /exit code 2: expected the path of a src\/server/);
  ok(slicesOf(saved).every(({ series }) => series === "node-http/single"));
});

test("a server that answers without a row breaks the contract", async () => {
  const { saved } = await measure({}, 10_000_000);
  const [failure] = failuresOf(saved);
  equal(failure?.stage, "conformance");
  match(failure?.reason ?? "", /GET \/db .*status 200, got `500`/);
});

test("a server that dies under load is recorded with its signal", needsProc, async () => {
  const one = [{ server: "node-http", model: "single", workers: 1 }];
  const durations = { ...testPlan().durations, closed: milliseconds(3000) };
  const { saved } = await measure({
    plan: testPlan({ series: one, durations }),
    report: ({ kind }) => void (kind === "loop" && setTimeout(() => killServers(), 500)),
  });
  match(failuresOf(saved)[0]?.reason ?? "", /the server ended, signal SIGKILL/);
});

/** The servers that run, of one package or of any. */
function runningServers(name = "") {
  return [...readProcessTable().values()].filter(({ pid, parent }) => {
    if (parent !== process.pid) return false;
    const commandLine = readText(`/proc/${pid}/cmdline`) ?? "";
    return commandLine.includes("serve.mjs") && commandLine.includes(name);
  });
}

function killServers(name = ""): void {
  for (const { pid } of runningServers(name)) process.kill(pid, "SIGKILL");
}

test("a stopped group leaves no server behind", needsProc, async () => {
  const controller = new AbortController();
  const durations = { ...testPlan().durations, turns: 20 };
  const { events } = await measure({
    plan: testPlan({ groupSize: 2, durations }),
    signal: controller.signal,
    report: ({ kind }) => {
      if (kind === "slice") controller.abort(new Error("stopped"));
    },
  });
  deepEqual(events, []);
  deepEqual(runningServers(), []);
});

test("a loop is told when it begins, and what it does where somebody watches", async () => {
  const series = [{ server: "node-http", model: "single", workers: 1 }];
  const usual = testPlan({ rounds: 1, series });
  const durations = { ...usual.durations, closed: milliseconds(600) };
  const { events } = await measure({ plan: { ...usual, durations }, isWatched: true });
  const kinds = events.map(({ kind }) => kind);
  deepEqual([...new Set(kinds)].slice(0, 4), ["start", "loop", "glimpse", "slice"]);
  const [loop] = events.flatMap((event) => (event.kind === "loop" ? [event.loop] : []));
  deepEqual([loop?.series, loop?.loop, loop?.turn], ["node-http/single", "closed", 1]);
  const glimpses = events.flatMap((event) => (event.kind === "glimpse" ? [event.glimpse] : []));
  ok(glimpses.every(({ throughput }) => throughput > 0));
});

test("a stopped experiment keeps its finished rounds and ends early", async () => {
  const controller = new AbortController();
  const events: ExperimentEvent[] = [];
  const { saved } = await measure({
    plan: testPlan({ rounds: 2, series: [{ server: "node-http", model: "single", workers: 1 }] }),
    signal: controller.signal,
    report: (event) => {
      events.push(event);
      if (event.kind === "start" && event.position.round === 2) {
        setTimeout(() => controller.abort(new Error("stopped")), 300);
      }
    },
  });
  equal(saved.filter((record) => record.kind === "round").length, 1);
  deepEqual(events.at(-1), { kind: "early-end", reason: "it was stopped" });
});

test("a round that the budget has no room for is not begun", async () => {
  const one = [{ server: "node-http", model: "single", workers: 1 }];
  const plan = testPlan({ rounds: 2, series: one, budget: milliseconds(1) });
  const { events, saved } = await measure({ plan });
  equal(saved.filter((record) => record.kind === "round").length, 1);
  match(JSON.stringify(events.at(-1)), /no room for round 2 of 2/);
});

test("an experiment ends when it has told enough, or when a round holds no series", async () => {
  const one = [{ server: "node-http", model: "single", workers: 1 }];
  const plan = testPlan({ rounds: 9, series: one });
  const told = await measure({ plan, rounds: { seriesOf: () => one, enough: () => "told" } });
  deepEqual(told.events.at(-1), { kind: "early-end", reason: "told" });
  const seriesOf = (round: number) => (round === 1 ? one : []);
  const { saved } = await measure({ plan, rounds: { seriesOf } });
  equal(saved.filter((record) => record.kind === "round").length, 1);
});
