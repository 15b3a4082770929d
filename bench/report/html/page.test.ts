import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { View } from "../../results/records/view.ts";
import type { ExperimentSummary } from "../../results/summary/summary.ts";
import { experimentSummary, hono, koa, loadSummary, type Settled } from "../fixtures/summary.ts";
import { viewBlocks } from "../report.ts";
import { formatPage } from "./page.ts";

const rounds = (base: number) => [0, 1, -1, 2, -2, 0].map((step) => base * (1 + step / 100));
const figures = [
  { series: koa, throughputs: rounds(10_000) },
  { series: { ...hono, workers: 2 }, throughputs: rounds(20_000) },
];

function summaryOf(settled: Settled = {}): ExperimentSummary {
  return experimentSummary([loadSummary(figures)], settled);
}

/** The markup alone, without the scripts, styles and data that stand in it. */
function markupOf(page: string): string {
  return page.replaceAll(/<(script|style)[ >].*?<\/\1>/gs, "");
}

const views: readonly View[] = [
  { kind: "ranking" },
  { kind: "curves", axis: "wait", unit: "ms" },
  { kind: "pools" },
  { kind: "workers", choosingRounds: 6, defaultWorkers: 1 },
  {
    kind: "parts",
    base: "koa/single",
    changes: [{ part: "framework", value: "hono", series: "hono/single×2" }],
  },
  { kind: "advice", condition: "no wait", requestsEach: 1 },
  {
    kind: "comparison",
    pairs: [{ name: "koa to hono", before: "koa/single", after: "hono/single×2" }],
  },
  { kind: "mistakes", mistakes: [] },
];

for (const view of views) {
  test(`all tables and sentences of ${view.kind} stand in the markup itself`, () => {
    const summary = summaryOf({ view });
    const markup = markupOf(formatPage(summary, []));
    for (const block of viewBlocks(summary)) {
      const texts = block.kind === "table" ? block.table.rows.flat() : [];
      const lines = block.kind === "drawing" ? block.lines : [];
      for (const text of [...texts, ...lines]) ok(markup.includes(text), text);
    }
    const tables = viewBlocks(summary).filter(({ kind }) => kind === "table").length;
    ok((markup.match(/<table>/g) ?? []).length >= tables);
    match(markup, /<h1>test<\/h1>/);
  });
}

test("each server of a ranking has its own figures, folded", () => {
  const markup = markupOf(formatPage(summaryOf(), []));
  match(markup, /<summary>koa <span class="framework">· koa 3\.3\.0<\/span><\/summary>/);
  match(markup, /<code>single<\/code> reaches 9,999 requests\/s\./);
});

test("pairs that were named beforehand are not ranked besides, by other intervals", () => {
  const view = {
    kind: "comparison",
    pairs: [{ name: "koa to hono", before: "koa/single", after: "hono/single×2" }],
  } as const;
  const throughput = {
    ratio: 2,
    low: 1.9,
    high: 2.1,
    verdict: "faster",
    rounds: 6,
  } as const;
  const pairs = [{ name: "koa to hono", load: "db", figures: { throughput } }];
  const markup = markupOf(formatPage(summaryOf({ view, changes: { pairs } }), []));
  match(markup, /id="ratios"/);
  doesNotMatch(markup, /id="ranking"/);
});

test("the policy allows what stands in the page, and nothing else", () => {
  const page = formatPage(summaryOf(), []);
  const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  match(policy.replaceAll("&#39;", "'"), /^default-src 'none'; script-src 'sha256-/);
  const scripts = [...page.matchAll(/<script(?: type="module")?>(.*?)<\/script>/gs)];
  equal(scripts.length, 3);
  for (const [, text = ""] of scripts) {
    ok(policy.includes(createHash("sha256").update(text).digest("base64")));
  }
  doesNotMatch(policy, /unsafe|https?:/);
});

test("texts of servers and of people are text in the page", () => {
  const hostile = `<img src=x onerror="alert(1)"></script><script>alert(2)</script>`;
  const server = `koa"'${hostile}`;
  const refused = [{ key: "x/single", series: koa, reasons: [hostile] }];
  const own = [{ series: { ...koa, server }, throughputs: rounds(10) }, ...figures];
  const summary = experimentSummary([loadSummary(own, { refused })], {
    header: { label: hostile, command: hostile, frameworks: { koa: hostile } },
    changes: { problems: [hostile] },
  });
  const page = formatPage(summary, []);
  doesNotMatch(page, /<img/);
  equal((page.match(/<\/script>/g) ?? []).length, 4);
});

test("what a run cannot say is said: no controls, no command, a round that is missing", () => {
  const page = markupOf(formatPage(summaryOf({ changes: { rounds: 3 } }), []));
  match(page, /No hidden controls prove this run/);
  match(page, /<dt>Command<\/dt><dd>not recorded/);
  match(page, /3 of 6 finished/);
  match(page, /<dt>Settings<\/dt><dd>all as they are by default/);
  match(page, /each start {2}warm-up until steady/);
});

test("the command that repeats a run has its seed", () => {
  const command = "npm run rowbench -- bench --servers koa";
  const page = formatPage(summaryOf({ header: { command } }), []);
  match(page, /<code>npm run rowbench -- bench --servers koa --seed 7<\/code>/);
});

test("an untrusted run says so before its answer, and in its title", () => {
  const page = formatPage(
    summaryOf({ trust: { kind: "untrusted", controls: ["told apart"] } }),
    [],
  );
  match(page, /<title>UNTRUSTED: /);
  ok(page.indexOf('class="distrust"') < page.indexOf('class="answer"'));
  ok(page.indexOf('class="distrust"') > 0);
});

test("an experiment without figures has a page without charts", () => {
  const changes = { outcome: "nothing measured" } as const;
  const markup = markupOf(formatPage(experimentSummary([loadSummary([])], { changes }), []));
  match(markup, /Nothing was measured\./);
  doesNotMatch(markup, /chart-section/);
});
