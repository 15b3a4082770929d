import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { microseconds, type RequestsPerSecond, requestsPerSecond } from "@rowbench/shared/contract";
import { summarizeExperiment } from "../../../results/summary/summarize.ts";
import type { ExperimentSummary } from "../../../results/summary/summary.ts";
import { madeExperiment } from "../../fixtures/experiment.ts";
import { experimentSummary, hono, koa, loadLike, loadSummary } from "../../fixtures/summary.ts";
import { createPageData } from "./create-page-data.ts";
import type { FigureData, LoadData, PageData } from "./page-data.ts";

const rounds = (base: number) => [0, 1, -1, 2, -2, 0].map((step) => base * (1 + step / 100));
const figures = [
  { series: koa, throughputs: rounds(10_000) },
  { series: hono, throughputs: rounds(20_000) },
];

function dataOf(summary: ExperimentSummary): PageData {
  return createPageData(summary, []);
}

function firstLoad({ loads: [load] }: PageData): LoadData {
  ok(load);
  return load;
}

function throughputOf(data: PageData): FigureData {
  return firstLoad(data).figures.throughput;
}

test("cells come best first, with their rounds, places and the summary's own intervals", () => {
  const summary = experimentSummary([loadSummary(figures)]);
  const { cells, pairs, ties } = throughputOf(dataOf(summary));
  deepEqual(
    cells.map(({ series, value, rank, byRound }) => [series, value, rank, byRound.length]),
    [
      [0, 19998, [1, 1], 6],
      [1, 9999.2, [2, 2], 6],
    ],
  );
  const [pair] = summary.loads[0]?.comparisons.throughput?.pairs ?? [];
  ok(pair);
  deepEqual(pairs, [
    [
      1,
      0,
      ...[pair.ratio, pair.low, pair.high].map((value) => Number(value.toPrecision(5))),
      pair.verdict,
    ],
  ]);
  deepEqual(ties, []);
});

test("figures are in the units of their titles", () => {
  const data = dataOf(experimentSummary([loadSummary(figures)]));
  const { p99, memory } = firstLoad(data).figures;
  deepEqual(
    p99.cells.map(({ value, low, high }) => [value, low, high]),
    [
      [0.9, 0.81, 0.99],
      [0.9, 0.81, 0.99],
    ],
  );
  equal(memory.cells[0]?.value, 100);
  deepEqual(
    data.metrics.map(({ name, unit }) => `${name} ${unit}`),
    ["throughput req/s", "p99 ms", "cpu µs", "memory MiB"],
  );
});

test("the highest rate within the latency limit lies between what passed and what did not", () => {
  const [low, rate, high] = [8000, 9000, 10_000].map(requestsPerSecond) as [
    RequestsPerSecond,
    RequestsPerSecond,
    RequestsPerSecond,
  ];
  const objective = { p99LimitUs: microseconds(10_000), rate, low, high };
  const load = loadSummary([{ series: koa, throughputs: rounds(100), changes: { objective } }]);
  const data = dataOf(experimentSummary([load]));
  deepEqual(firstLoad(data).figures.objective.cells, [
    { series: 0, value: 9000, low: 8000, high: 10_000, byRound: [] },
  ]);
  equal(data.metrics.at(-1)?.name, "objective");
});

test("an interval that nothing limits has no upper end in JSON", () => {
  const single = figures.map((one) => ({ ...one, throughputs: [one.throughputs[0] ?? 0] }));
  const { pairs } = throughputOf(dataOf(experimentSummary([loadSummary(single)])));
  deepEqual(
    pairs.map(([, , , low, high]) => [low, high]),
    [[0, null]],
  );
});

test("what has no figure is there with its reason", () => {
  const changes = { paces: { common: { kind: "refused" } } } as const;
  const load = loadSummary(
    [
      { series: koa, throughputs: rounds(100), changes },
      { series: hono, throughputs: rounds(200) },
    ],
    {
      refused: [
        { key: "express/single", series: { ...koa, server: "express" }, reasons: ["died"] },
      ],
    },
  );
  const own = loadSummary([{ series: { ...koa, server: "express" }, throughputs: [1] }]).ranked;
  const key = own[0]?.key ?? "";
  const refused = load.refused.map((one) => ({ ...one, key }));
  const { p99, throughput } = firstLoad(dataOf(experimentSummary([{ ...load, refused }]))).figures;
  deepEqual(
    p99.missing.map(({ reason }) => reason),
    ["refused", "refused: died"],
  );
  deepEqual(
    throughput.missing.map(({ reason }) => reason),
    ["refused: died"],
  );
});

test("crossings of a sweep name both series and the places between which they turn", () => {
  const at = (place: number, factor: number) =>
    loadSummary(
      [
        { series: koa, throughputs: rounds(10_000) },
        { series: hono, throughputs: rounds(10_000 * factor).toReversed() },
      ],
      { load: loadLike({ name: `${place} ms`, place }) },
    );
  const view = { kind: "curves", axis: "wait", unit: "ms" } as const;
  const { axis } = dataOf(experimentSummary([at(1, 2), at(10, 0.5)], { view }));
  equal(axis?.title, "wait");
  deepEqual(
    axis?.crossings.map(({ ahead, behind, between }) => [ahead, behind, between]),
    [[0, 1, [1, 10]]],
  );
});

test("exchanged parts and mistakes are ratios to what they replace", () => {
  const load = loadSummary(figures);
  const changes = [{ part: "framework", value: "hono", series: "hono/single" }];
  const parts = dataOf(
    experimentSummary([load], { view: { kind: "parts", base: "koa/single", changes } }),
  );
  deepEqual(
    parts.ratios?.rows.map(({ group, label, ratio, verdict }) => [group, label, ratio, verdict]),
    [["framework", "hono", 2, "faster"]],
  );
  const cases = [
    { kind: "made", cell: "koa", tuned: "hono/single", mistaken: "koa/single" },
    { kind: "impossible", cell: "bare", reason: "no" },
  ] as const;
  const view = {
    kind: "mistakes",
    mistakes: [{ title: "a log", why: "", load: "db", cases }],
  } as const;
  deepEqual(
    dataOf(experimentSummary([load], { view })).ratios?.rows.map(({ group, label, ratio }) => [
      group,
      label,
      ratio,
    ]),
    [["a log", "koa", 0.5]],
  );
});

test("spectra are the merged histograms of finished rounds, as far as 100 samples lie beyond", () => {
  const read = madeExperiment({ series: [koa, hono], workloads: ["mixed"], rounds: 3 });
  const unfinished = read.records.filter((one) => one.kind !== "round" || one.round < 3);
  const records = { ...read, records: unfinished };
  const data = createPageData(summarizeExperiment(records), unfinished);
  const { spectra, kinds } = firstLoad(data);
  const [spectrum] = spectra;
  equal(spectra.length, 2);
  equal(spectrum?.samples, 40_000);
  ok((spectrum?.points.length ?? 0) <= 60);
  deepEqual(spectrum?.points[0]?.[0], 1);
  const [beyond = 0, ms = 0] = spectrum?.points.at(-1) ?? [];
  equal(beyond, 400);
  // 1 of 400 takes 20 times as long as the least, 0.5 ms.
  ok(Math.abs(ms / 10 - 1) < 0.01, `${ms}`);
  deepEqual(new Set(kinds.map(({ kind }) => kind)), new Set(["db", "wait:20ms", "cpu:5ms"]));
});
