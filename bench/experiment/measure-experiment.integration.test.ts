import { deepEqual, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import type { ExperimentEvent } from "./events.ts";
import {
  entries,
  failuresOf,
  killServers,
  measure,
  needsProc,
  slicesOf,
  wrongOf,
} from "./fixtures/measure.ts";
import { testLoad, testPlan } from "./fixtures/test-plan.ts";

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
