import { deepEqual, doesNotMatch, match } from "node:assert/strict";
import { test } from "node:test";
import type { PairSummary } from "../../results/summary/compare-pairs.ts";
import { experimentSummary } from "../fixtures/summary.ts";
import {
  formatRunsComparison,
  formatRunsComparisonCsv,
  formatRunsComparisonMarkdown,
} from "../formats/runs-comparison.ts";
import { formatRunsComparisonPage } from "../formats/runs-comparison-page.ts";
import { comparisonBlocks } from "./comparison.ts";

const pairs: readonly PairSummary[] = [
  {
    load: "db",
    name: "koa/single",
    figures: {
      throughput: { ratio: 0.94, low: 0.92, high: 0.96, verdict: "slower", rounds: 12 },
      cpuUsPerRequest: { ratio: 1.06, low: 1.04, high: 1.08, verdict: "slower", rounds: 12 },
    },
  },
  {
    load: "db",
    name: "hono/single",
    figures: {
      throughput: { ratio: 1, low: 0.95, high: 1.05, verdict: "cannot tell", rounds: 10 },
    },
  },
];

const comparison = (own: readonly PairSummary[]) =>
  comparisonBlocks(
    experimentSummary([], { view: { kind: "comparison", pairs: [] }, changes: { pairs: own } }),
  );

test("a line is a pair, with ratio, interval and verdict of each figure that was measured", () => {
  const [, table, precision] = comparison(pairs);
  deepEqual(table?.kind === "table" && table.table.columns.map(({ title }) => title), [
    "pair",
    "req/s, after / before",
    "CPU/req, after / before",
  ]);
  deepEqual(table?.kind === "table" && table.table.rows, [
    ["koa/single", "0.94 [0.92, 0.96] slower", "1.06 [1.04, 1.08] costlier"],
    ["hono/single", "1.00 [0.95, 1.05] cannot tell", "–"],
  ]);
  deepEqual(precision?.kind === "sentences" && precision.sentences, [
    "A difference of more than 5 % in req/s is told in every pair that has figures (by the differences within 10 rounds or more, family-wise 5 %).",
  ]);
});

test("several loads have a column", () => {
  const [, table] = comparison([...pairs, { ...pairs[0]!, load: "json" }]);
  deepEqual(table?.kind === "table" && table.table.rows.map(([, load]) => load), [
    "db",
    "db",
    "json",
  ]);
});

test("pairs without two rounds in common tell nothing, and say so", () => {
  const [, table, precision] = comparison([{ ...pairs[0]!, figures: {} }]);
  deepEqual(table?.kind === "table" && table.table.rows, [["koa/single", "–"]]);
  deepEqual(precision?.kind === "sentences" && precision.sentences, [
    "Nothing can be told: that takes two rounds at least.",
  ]);
});

test("two finished runs name what differs between them, and what their verdicts mean", () => {
  const rows = pairs.map(({ load, name: series }) => ({ load, series, figures: {} }));
  const differences = ["runtime: `Node 22.1.0` and `Node 24.0.0`"];
  const text = formatRunsComparison({ rows, differences });
  deepEqual(text.split("\n").slice(0, 5), [
    "series       req/s, after / before",
    "koa/single   –",
    "hono/single  –",
    "",
    "Not the same in both: runtime: `Node 22.1.0` and `Node 24.0.0`.",
  ]);
});

test("runs that have nothing in common are said to have nothing", () => {
  deepEqual(
    formatRunsComparison({ rows: [], differences: [] }),
    "These runs have no series under the same load in common.",
  );
});

test("two finished runs are a page without scripts, in which no name is markup", () => {
  const { load, figures } = pairs[0]!;
  const page = formatRunsComparisonPage({
    rows: [{ load, series: "<script>x</script>", figures }],
    differences: [],
  });
  match(page, /^<!doctype html>/);
  match(page, /&#60;script&#62;x/);
  doesNotMatch(page, /<script/);
  match(page, /0\.94 \[0\.92, 0\.96\] slower/);
});

test("two finished runs are the same in Markdown, and a line a figure in CSV", () => {
  const [row] = pairs.map(({ load, name: series, figures }) => ({ load, series, figures }));
  const comparison = { rows: [row!], differences: [] };
  match(
    formatRunsComparisonMarkdown(comparison),
    /^# After against before\n\n\| series \|[\s\S]*\| koa\/single \| 0\.94 \[0\.92, 0\.96\] slower \|/,
  );
  deepEqual(formatRunsComparisonCsv(comparison).trimEnd().split("\r\n"), [
    "load,series,figure,after_to_before_ratio,after_to_before_ratio_low,after_to_before_ratio_high,verdict",
    "db,koa/single,throughput,0.94,0.92,0.96,slower",
    "db,koa/single,cpuUsPerRequest,1.06,1.04,1.08,slower",
  ]);
});
