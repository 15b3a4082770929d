import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { test } from "node:test";
import type { Series } from "../../results/records/series.ts";
import { experimentSummary, koa, loadLike, loadSummary } from "../fixtures/summary.ts";
import { describeServer, serversOf } from "../views/server.ts";
import { formatServerPage } from "./server-page.ts";

const baseline: Series = { server: "node-http", model: "single", workers: 1 };
const clustered: Series = { server: "koa", model: "cluster", workers: 2 };
const onBun: Series = { ...koa, runtime: "bun" };

/** Six rounds with the same ups and downs in each series. */
const rounds = (base: number) => [0, 4, -3, 2, -4, 1].map((step) => base * (1 + step / 100));
const mirrored = (base: number) => [1, -4, 2, -3, 4, 0].map((step) => base * (1 + step / 100));

function summaryOf(others: Parameters<typeof loadSummary>[0] = []) {
  const load = loadSummary([
    { series: koa, throughputs: rounds(10_000) },
    { series: clustered, throughputs: mirrored(10_100) },
    { series: baseline, throughputs: mirrored(20_000) },
    ...others,
  ]);
  return experimentSummary([load]);
}

test("a server's cells stand in their order, with the best model and who is tied with it", () => {
  const [under] = describeServer(summaryOf(), "koa").loads;
  equal(under?.best?.cell.key, "koa/cluster×2");
  deepEqual(
    under?.best?.tied.map(({ key }) => key),
    ["koa/single"],
  );
  match(
    formatServerPage(summaryOf(), "koa"),
    /`cluster×2` reaches most, 10,0\d\d requests\/s; this run cannot tell it from `single`\./,
  );
});

test("a model that is surely ahead is called the best", () => {
  const model = { ...koa, model: "threads", workers: 2 };
  const page = formatServerPage(summaryOf([{ series: model, throughputs: rounds(30_000) }]), "koa");
  match(page, /Its best model is `threads×2` with 29,9\d\d requests\/s\./);
});

test("a cell is set against the baseline under the same model and on the same runtime alone", () => {
  const [under] = describeServer(
    summaryOf([{ series: onBun, throughputs: rounds(15_000) }]),
    "koa",
  ).loads;
  deepEqual(
    under?.costs.map(({ cell, throughput }) => [cell.key, throughput.b, throughput.verdict]),
    [["koa/single", "node-http/single", "slower"]],
  );
  ok(Math.abs((under?.costs[0]?.throughput.ratio ?? 0) - 0.5) < 0.02);
});

test("what CPU time costs above the baseline is a difference in µs with its interval", () => {
  const summary = summaryOf();
  const [load] = summary.loads;
  const between = () => ({
    ...load!.comparisons.throughput!.pairs[0]!,
    ratio: 1.2,
    low: 0.9,
    high: 1.5,
  });
  const comparisons = { ...load!.comparisons, cpuUsPerRequest: { series: [], pairs: [], between } };
  const changed = { ...summary, loads: [{ ...load!, comparisons }] };
  const [cost] = describeServer(changed, "koa").loads[0]?.costs ?? [];
  deepEqual(
    [cost?.cpuUs?.difference, cost?.cpuUs?.low, cost?.cpuUs?.high].map((one) =>
      Math.round(one ?? 0),
    ),
    [10, -5, 25],
  );
  match(formatServerPage(changed, "koa"), /\| \+10\.0 \[−5\.0, \+25\.0\] \|/);
});

test("the baseline has no cost above itself", () => {
  deepEqual(describeServer(summaryOf(), "node-http").loads[0]?.costs, []);
  doesNotMatch(formatServerPage(summaryOf(), "node-http"), /against node-http/);
});

test("a page names framework, machine, settings and how to repeat it, and what is missing", () => {
  const unavailable = [{ server: "koa", model: "blocking", reason: "no <libpq>" }];
  const refused = [
    { key: "koa/threads×2", series: { ...koa, model: "threads" }, reasons: ["late"] },
  ];
  const summary = experimentSummary(
    [loadSummary([{ series: koa, throughputs: rounds(1) }], { refused, load: loadLike() })],
    { plan: { unavailable }, header: { command: "npm run rowbench -- bench --page koa" } },
  );
  const page = formatServerPage(summary, "koa");
  match(page, /^# koa \(koa 3\.3\.0\)\n\n## db, 64 connections\n/);
  match(page, /^- db: threads refused: late\n- blocking unavailable: no &lt;libpq>$/m);
  match(page, /2 × Test CPU/);
  match(page, /To repeat it: `npm run rowbench -- bench --page koa --seed 7`\./);
});

test("a server of which nothing was measured has a page that says so", () => {
  match(formatServerPage(summaryOf(), "hono"), /^No cell of it has figures\.$/m);
});

test("controls are no servers of a run", () => {
  const twin: Series = { ...baseline, copy: 2 };
  const summary = summaryOf();
  const controls = {
    load: "db",
    baseline: "node-http/single",
    twin: "node-http/single, copy 2",
    burning: "node-http/single, copy 2",
    burnUs: 40,
    added: ["node-http/single, copy 2"],
    everyRounds: 1,
  };
  const plan = { ...summary.header.plan, series: [koa, twin], controls };
  deepEqual(serversOf({ ...summary, header: { ...summary.header, plan } }), ["koa"]);
});
