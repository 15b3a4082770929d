import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import type { View } from "../results/records/view.ts";
import type { ExperimentSummary } from "../results/summary/summary.ts";
import {
  experimentSummary,
  hono,
  koa,
  loadLike,
  loadSummary,
  type Settled,
  spreadOf,
} from "./fixtures/summary.ts";
import { formatMarkdown } from "./formats/markdown.ts";
import { formatTerminal as formatWithin } from "./formats/terminal.ts";

/** Without line breaks within sentences. */
const formatTerminal = (summary: ExperimentSummary) => formatWithin(summary, { width: 10_000 });

const rounds = (base: number) => [0, 1, -1, 2, -2, 0].map((step) => base * (1 + step / 100));

function summaryOf(settled: Settled = {}, load = loadLike()) {
  const figures = [
    { series: koa, throughputs: rounds(10_000) },
    { series: hono, throughputs: rounds(20_000) },
  ];
  return experimentSummary([loadSummary(figures, { load })], settled);
}

const untrusted: Settled = { trust: { kind: "untrusted", controls: ["told apart"] } };

test("the first line of an untrusted run says so, in every form", () => {
  match(formatTerminal(summaryOf(untrusted)), /^UNTRUSTED: .*\ntold apart\.\n/);
  match(formatMarkdown(summaryOf(untrusted)), /^# UNTRUSTED: rowbench: test\n/);
  doesNotMatch(formatTerminal(summaryOf()), /UNTRUSTED/);
});

test("the line about the run names date, machine, versions, settings, rounds and seed", () => {
  match(
    formatTerminal(summaryOf()),
    /^2026-11-20; 2 × Test CPU, 16384 MiB; Linux 6, Node 22\.23\.3; PostgreSQL 18\.4 \(embedded\), 10,000 rows; driver pg 8\.0\.0; hono 4\.13\.19, koa 3\.3\.0; 64 connections, closed loop of 1\.0 s a start; 6 of 6 rounds, seed 7$/m,
  );
});

test("what was not left as it is by default is named, unless the tables show it", () => {
  const load = loadLike({ connection: "close", pipeline: 16, connections: 1 });
  const series = [koa, hono].map((one) => ({ ...one, pool: "8" }));
  const text = formatTerminal(summaryOf({ plan: { series, precision: 1.05 } }, load));
  match(
    text,
    /; a connection for each request; 16 requests sent together; pool 8; 1 connection, .*; 6 rounds, seed 7$/m,
  );
  const differing = [koa, { ...hono, pool: "8" }];
  doesNotMatch(formatTerminal(summaryOf({ plan: { series: differing } })), /; pool 8;/);
});

test("words are explained when they occur, and no others", () => {
  const text = formatMarkdown(summaryOf());
  match(text, /^rank: 1–3 says/m);
  doesNotMatch(text, /saturated|cannot tell|too few|ties:/);
});

test("Markdown has every column, a title for each load, and cannot be broken by a reason", () => {
  const refused = [
    { key: "x/single", series: koa, reasons: ["got `a<b`, not <html>\u001b[31m", "[x](http://y)"] },
  ];
  const load = loadSummary([{ series: hono, throughputs: rounds(100) }], { refused });
  const text = formatMarkdown(experimentSummary([load]));
  ok(text.startsWith("# rowbench: test\n\n## Workload db, 64 connections\n\n| rank | "));
  match(text, /\| lowest – highest round \|/);
  match(text, /^- x\/single refused: got `a<b`, not &lt;html> \[31m; \[x]\\\(http:\/\/y\)$/m);
});

test("Markdown of 34 cells has less than 60 lines, and each of the cells", () => {
  const figures = Array.from({ length: 34 }, (_, index) => ({
    series: { ...koa, server: `server${index}` },
    throughputs: rounds(1000 + 100 * index),
    changes: { refusals: ["round 1, closed loop: late"] },
  }));
  const lines = formatMarkdown(experimentSummary([loadSummary(figures)])).split("\n");
  ok(lines.length < 60, `${lines.length} lines`);
  equal(lines.filter((line) => line.includes("| server")).length, 35);
  match(lines.join("\n"), /^- 31 more lines of this kind in summary\.json$/m);
});

test("the command that measured stands in Markdown as it was typed", () => {
  const header = { command: "npm run rowbench -- bench --budget 1m" };
  match(
    formatMarkdown(summaryOf({ header })),
    /Measured by `npm run rowbench -- bench --budget 1m`\.$/m,
  );
});

test("a drawing keeps its places in Markdown", () => {
  const view: View = { kind: "workers", choosingRounds: 6, defaultWorkers: 1 };
  const figures = [1, 2].map((workers) => ({
    series: { ...koa, workers },
    throughputs: rounds(10_000 * workers),
  }));
  const text = formatMarkdown(experimentSummary([loadSummary(figures)], { view }));
  match(text, /```text\n {3}1 {2}█{20} .*\n {3}2 {2}█{40} .*\n```/);
});

const views: readonly View[] = [
  { kind: "ranking" },
  { kind: "curves", axis: "wait", unit: "ms" },
  { kind: "pools" },
  { kind: "workers", choosingRounds: 3, defaultWorkers: 1 },
  { kind: "parts", base: "koa/single", changes: [] },
  { kind: "advice", condition: "no wait", requestsEach: 1 },
  { kind: "comparison", pairs: [] },
];

for (const view of views) {
  test(`an experiment of which nothing was measured says so, as ${view.kind}`, () => {
    const changes = { outcome: "nothing measured" } as const;
    const empty = experimentSummary([loadSummary([])], { view, changes });
    match(formatTerminal(empty), /^Nothing was measured\.$/m);
    match(formatTerminal(empty), /^2026-11-20; /m);
  });
}

test("what was answered beside other programs has no places", () => {
  const disturbed = [koa, hono].map((series, index) => ({
    key: `${series.server}/single`,
    series,
    throughput: spreadOf([1000 * (index + 1), 1100 * (index + 1)]),
    takenShares: [0.38, 0.5],
  }));
  const summary = experimentSummary([loadSummary([], { disturbed })]);
  const plan = { ...summary.header.plan, series: [koa, hono] };
  const text = formatTerminal({ ...summary, header: { ...summary.header, plan } });
  match(text, /^DISTURBED: other programs and the hypervisor took 38 – 50 % of this machine/m);
  match(text, /^koa +1,049 +1,000 – 1,100 +38 – 50$/m);
  match(text, /^hono +2,098 +2,000 – 2,200 +38 – 50$/m);
  doesNotMatch(text, /Nothing was measured|rank /);
});

test("how far the load generator was from its end is said of the fastest", () => {
  const load = loadSummary([{ series: koa, throughputs: [1000] }], {
    headroom: requestsPerSecond(5300),
  });
  match(
    formatMarkdown(experimentSummary([load])),
    /reaches 5\.3 times as much as against the fast/,
  );
  equal(formatMarkdown(summaryOf()).includes("Against a server"), false);
});
