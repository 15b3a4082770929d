import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { experimentSummary, koa, loadSummary } from "../bench/report/fixtures/summary.ts";
import { drawChart, themes, ticksUpTo } from "./throughput-chart.ts";

const chartOf = (series: readonly Partial<typeof koa>[]) =>
  drawChart(
    experimentSummary([
      loadSummary(
        series.map((changes, index) => ({
          series: { ...koa, ...changes },
          throughputs: [900 * (index + 1), 1100 * (index + 1)],
        })),
      ),
    ]),
    themes.light,
  );

test("a server is a row, its models are dots in it with their figures", () => {
  const chart = chartOf([{}, { model: "threads", workers: 2 }, { server: "hono" }]);
  deepEqual(chart.match(/>(koa|hono)</g), [">hono<", ">koa<"]);
  deepEqual(chart.match(/<title>[^<]+/g), [
    "<title>hono, single: 2,985 req/s",
    "<title>koa, threads: 1,990 req/s",
    "<title>koa, single: 995 req/s",
  ]);
  match(chart, />single</);
  match(chart, />threads</);
});

test("one on another runtime is a row of its own", () => {
  match(chartOf([{}, { runtime: "node22" }]), />koa \(node22\)</);
});

test("a label is text, whatever is in it", () => {
  ok(!chartOf([{}, { server: "<script>" }]).includes("<script>"));
});

test("a run without a ranking has no picture", () => {
  throws(() => drawChart(experimentSummary([]), themes.dark), /no ranking/);
});

test("ticks are round and reach beyond the largest figure", () => {
  deepEqual(ticksUpTo(31_000), [0, 10_000, 20_000, 30_000, 40_000]);
  equal(ticksUpTo(950).at(-1), 1000);
});
