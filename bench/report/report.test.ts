import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { bytes, microseconds } from "@rowbench/shared/contract";
import { runHeader } from "../measure/fixtures/run-header.ts";
import { closedSlice, histogramOf, openSlice } from "../measure/fixtures/slices.ts";
import type { RunRecord } from "../measure/records.ts";
import { summarize } from "../statistics/summary.ts";
import { formatBytes, formatCount, formatMicroseconds, formatRank } from "./columns.ts";
import { formatMarkdown } from "./markdown.ts";
import { isIncomplete } from "./notes.ts";
import { formatTerminal } from "./terminal.ts";

const koa = { server: "koa", model: "single", workers: 1 };
const hono = { server: "hono", model: "cluster", workers: 2 };
const rounds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function run(count: number, extra: readonly RunRecord[] = []) {
  const records = rounds(count).flatMap((round): RunRecord[] => [
    closedSlice({ round }),
    openSlice({ round }),
    { kind: "round", round, elapsedMs: 1000 },
  ]);
  return summarize([runHeader(), ...extra, ...records]);
}

const broken: RunRecord = {
  ...{ kind: "failure", round: 1, position: 2, ...hono },
  ...{ stage: "start", reason: "exit code 1: a | b\nlast line" },
} as const;

test("the terminal's table has a line for each ranked cell, its figures under their titles", () => {
  const [titles = "", row = ""] = formatTerminal(run(6)).split("\n");
  match(titles, /^rank +server +model +workers +req\/s +lowest – highest round +P50 at 1,000\/s/);
  match(
    row,
    /^ *1 +koa +single +1 +10,000 +10,000 – 10,000 +1\.00 ms +1\.00 ms +50\.0 +100 MiB +6$/,
  );
  equal(titles.indexOf("server"), row.indexOf("koa"));
});

test("too few rounds to rank are called an order, not a ranking", () => {
  match(formatTerminal(run(2)), /With 2 of the 6 rounds .* an order and not yet a ranking/);
  match(formatTerminal(run(6)), /sign test, 6 rounds/);
});

test("refused and unavailable cells are listed with their reasons", () => {
  const text = formatTerminal(run(1, [broken]));
  match(text, /hono\/cluster refused: round 1, start: exit code 1/);
  match(text, /uwebsockets\/cluster unavailable: its sockets are native/);
});

test("only a refusal makes a run incomplete, an unavailable cell does not", () => {
  equal(isIncomplete(run(1)), false);
  equal(isIncomplete(run(1, [broken])), true);
});

test("Markdown has the same figures, and a reason cannot break its table", () => {
  const text = formatMarkdown(run(6, [broken]));
  match(text, /\| 1 \| koa \| single \| 1 \| 10,000 \|/);
  match(text, /a \\\| b ⏎ last line/);
  ok(text.startsWith("# rowbench: test\n"));
});

test("the line about the run names date, machine, versions and seed", () => {
  match(
    formatTerminal(run(2)),
    /2026-11-20; 2 × Test CPU, 16384 MiB; Linux 6, Node 22\.23\.3; PostgreSQL 18\.4 \(embedded\), 10,000 rows; 64 connections, 2 of 2 rounds, seed 7/,
  );
});

test("a machine that was not quiet is said to be so", () => {
  const shares = { server: 0.5, postgres: 0.2, generator: 0.1, others: 0.12, idle: 0.05 };
  const noisy = closedSlice({ cpuShares: { ...shares, steal: 0.03 } });
  const summary = summarize([runHeader(), noisy, { kind: "round", round: 1, elapsedMs: 1000 }]);
  match(formatTerminal(summary), /other programs took 12\.0 % .* the hypervisor 3\.0 %/);
  doesNotMatch(formatTerminal(run(1)), /not quiet/);
});

test("the generator's own lag is printed beside the latencies that contain it", () => {
  match(formatTerminal(run(1)), /own lag, whose P99 was 0\.02 ms/);
});

test("a server whose queries could not be counted is said to be so", () => {
  const slice = closedSlice({ rowQueries: { unavailable: "no pg_stat_statements" } });
  const summary = summarize([runHeader(), slice, { kind: "round", round: 1, elapsedMs: 1000 }]);
  match(
    formatTerminal(summary),
    /count of queries could not be compared .*: no pg_stat_statements/,
  );
});

test("figures carry their units", () => {
  equal(formatMicroseconds(microseconds(1234)), "1.23 ms");
  equal(formatBytes(bytes(84 * 2 ** 20)), "84 MiB");
  equal(formatCount(61_234.5), "61,235");
  equal(formatRank({ best: 1, worst: 3 }), "1–3");
});

test("a mix has a table of its own, the cell first whose first kind has the lowest P99", () => {
  const mix = ["db", "wait:20ms"].map(
    (name) => ({ name, path: "/", weight: 1, expect: "row" }) as const,
  );
  const plan = { ...runHeader().plan, workloads: [{ name: "mixed", classes: mix }] };
  const slices = [
    ["koa", 3000],
    ["hono", 2000],
  ].flatMap(([server, us]): RunRecord[] => {
    const cell = server === "koa" ? {} : hono;
    const quick = { name: "db", correct: 10_000, latencyUs: histogramOf(Number(us), 10_000) };
    const slow = { name: "wait:20ms", correct: 500, latencyUs: histogramOf(20_000, 500) };
    const load = { ...openSlice().load, classes: [quick, slow] };
    const changes = { ...cell, workload: "mixed" };
    return [closedSlice(changes), openSlice({ ...changes, load })];
  });
  const end: RunRecord = { kind: "round", round: 1, elapsedMs: 1000 };
  const text = formatTerminal(summarize([runHeader({ plan }), ...slices, end]));
  match(
    text,
    /latency by kind of request, at 1,000\/s\nserver +model +workers +db P50 +db P99 +wait:20ms P50/,
  );
  match(
    text,
    /hono +cluster +2 +2\.00 ms +2\.00 ms +20\.\d+ ms +too few\nkoa +single +1 +3\.00 ms/,
  );
});

test("models stand against single of the same server", () => {
  const plan = {
    ...runHeader().plan,
    cells: ["single", "threads"].map((model) => ({ ...koa, model })),
  };
  const records = rounds(2).flatMap((round): RunRecord[] => [
    closedSlice({ round }),
    closedSlice({ round, model: "threads" }),
    { kind: "round", round, elapsedMs: 1000 },
  ]);
  const text = formatMarkdown(summarize([runHeader({ plan }), ...records]));
  match(text, /\| × single \| threads \|\n\| :-- \| --: \|\n\| koa \| 1\.00 \[1\.00, 1\.00\] \|/);
});
