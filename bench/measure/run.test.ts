import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { listServers, type ServerPackage } from "@rowbench/shared/concurrency";
import { milliseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { type Database, openDatabase } from "@rowbench/shared/database";
import type { Plan } from "../plan/plan.ts";
import type { MeasureEvent } from "./events.ts";
import { runHeader } from "./fixtures/run-header.ts";
import { withChildren } from "./machine-usage.ts";
import type { FailureRecord, RoundRecord, SliceRecord } from "./records.ts";
import { measureRun } from "./run.ts";

let database: Database;
before(async () => {
  database = await openDatabase();
});
after(() => database.close());

const cells = [
  { server: "node-http", model: "single", workers: 1 },
  { server: "fastify", model: "cluster", workers: 2 },
];

/** Slices so short that a test can afford them: they show that figures add up, not how fast. */
const plan: Plan = {
  ...runHeader().plan,
  cells,
  order: [[1, 0]],
  slices: { warmUp: milliseconds(100), closed: milliseconds(200), open: milliseconds(200) },
  connections: 8,
  rate: requestsPerSecond(500),
};

type Saved = SliceRecord | FailureRecord | RoundRecord;

async function measure(changes: Partial<Parameters<typeof measureRun>[0]> = {}) {
  const saved: Saved[] = [];
  const events: MeasureEvent[] = [];
  await measureRun({
    plan,
    servers: listServers(),
    database,
    save: (record) => saved.push(record),
    report: (event) => events.push(event),
    signal: new AbortController().signal,
    ...changes,
  });
  return { saved, events };
}

test("a round measures each cell in its order, and PostgreSQL counts what was answered", async () => {
  const { saved } = await measure();
  const slices = saved.filter((record) => record.kind === "slice");
  deepEqual(
    slices.map(({ server, slice, position }) => [server, slice, position]),
    [
      ["fastify", "closed", 1],
      ["fastify", "open", 1],
      ["node-http", "closed", 2],
      ["node-http", "open", 2],
    ],
  );
  for (const { load, rowQueries, serverCpuUs, rssBytes, cpuShares } of slices) {
    ok(load.correct > 0);
    equal(rowQueries, load.correct + load.lateCorrect);
    ok(serverCpuUs > 0 && rssBytes > 0);
    if (process.platform === "linux") ok(cpuShares !== undefined && cpuShares.postgres > 0);
  }
  equal(saved.at(-1)?.kind, "round");
});

test("batches and connections for a single request measure real servers, too", async () => {
  const settings = [
    { options: { connection: "keep-alive", pipeline: 4 }, server: "node-http", slices: 1 },
    { options: { connection: "close", pipeline: 1 }, server: "uwebsockets", slices: 2 },
  ] as const;
  for (const { options, server, slices } of settings) {
    const one = [{ server, model: "single", workers: 1 }];
    const { saved } = await measure({ plan: { ...plan, cells: one, order: [[0]], options } });
    const measured = saved.filter((record) => record.kind === "slice");
    equal(measured.length, slices, JSON.stringify(saved.at(0)));
    for (const { load } of measured) {
      ok(load.correct > 0);
      deepEqual(
        Object.values(load.failures).filter((count) => count > 0),
        [],
      );
    }
  }
});

test("a server that does not come up is recorded with its last lines, and the run goes on", async () => {
  const broken = listServers().map((server) =>
    server.name === "fastify" ? ({ ...server, entry: "/nowhere" } as ServerPackage) : server,
  );
  const { saved } = await measure({ servers: broken });
  const [failure] = saved.filter((record) => record.kind === "failure");
  deepEqual([failure?.server, failure?.stage], ["fastify", "start"]);
  match(failure?.reason ?? "", /exit code 2: expected the path of a src\/server/);
  equal(saved.filter((record) => record.kind === "slice").length, 2);
});

test("answers without a row are counted by kind and refuse the cell", async () => {
  const pretended = { ...database, rows: 10_000_000 };
  const { saved } = await measure({ database: pretended });
  const [failure] = saved.filter((record) => record.kind === "failure");
  equal(failure?.stage, "conformance");
  match(failure?.reason ?? "", /GET \/db .*status 200, got `500`/);
});

const needsProc = { skip: process.platform !== "linux" && "finds the server through /proc" };

test("a server that dies under load is recorded with its signal", needsProc, async () => {
  const killServer = async (event: MeasureEvent) => {
    if (event.kind !== "slice" || event.record.slice !== "closed") return;
    for (const pid of await withChildren(process.pid)) {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (commandLine.includes("serve.mjs")) process.kill(pid, "SIGKILL");
    }
  };
  const one: Plan = { ...plan, order: [[0]], slices: { ...plan.slices, open: milliseconds(2000) } };
  const { saved } = await measure({ plan: one, report: (event) => void killServer(event) });
  const [failure] = saved.filter((record) => record.kind === "failure");
  match(failure?.reason ?? "", /the server ended, signal SIGKILL/);
});

test("a stopped run keeps its finished rounds and ends early", async () => {
  const controller = new AbortController();
  const events: MeasureEvent[] = [];
  const saved: Saved[] = [];
  const long = { ...plan, order: [[0], [0]] };
  await measure({
    plan: long,
    signal: controller.signal,
    save: (record) => saved.push(record),
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
  const short = { ...plan, order: [[0], [0]], budget: milliseconds(1) };
  const { events, saved } = await measure({ plan: short });
  equal(saved.filter((record) => record.kind === "round").length, 1);
  match(JSON.stringify(events.at(-1)), /no room for round 2 of 2/);
});
