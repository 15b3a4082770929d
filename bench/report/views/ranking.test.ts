import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import type { Series } from "../../results/records/series.ts";
import type { LoadSummary, SeriesSummary } from "../../results/summary/summary.ts";
import {
  experimentSummary,
  type Figures,
  hono,
  koa,
  loadLike,
  loadSummary,
  percentile,
} from "../fixtures/summary.ts";
import { formatPlain, type TextTable } from "../text/text-table.ts";
import { rankingBlocks } from "./ranking.ts";

const threads: Series = { ...koa, model: "threads", workers: 2 };
const rounds = (base: number) => [0, 1, -1, 2, -2, 0].map((step) => base * (1 + step / 100));
const shaken = (base: number) => [1, -2, 0, 1, 2, -1].map((step) => base * (1 + step / 100));

function figuresWith(changes: Partial<SeriesSummary>): readonly Figures[] {
  return [{ series: koa, throughputs: rounds(10_000), changes }];
}

function tablesOf(load: LoadSummary): readonly TextTable[] {
  const blocks = rankingBlocks(experimentSummary([load]));
  return blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
}

/** The cells of the first line, by their titles. */
function cellsOf(load: LoadSummary): Readonly<Record<string, string>> {
  const [
    {
      columns,
      rows: [cells = []],
    } = { columns: [], rows: [] },
  ] = tablesOf(load);
  return Object.fromEntries(columns.map(({ title }, place) => [title, cells[place] ?? ""]));
}

test("a line has the places that are possible, the figures, and their ranges over rounds", () => {
  const cells = cellsOf(loadSummary(figuresWith({})));
  deepEqual(cells, {
    rank: "1",
    server: "koa",
    model: "single",
    workers: "1",
    "req/s": "9,999",
    "lowest – highest round": "9,800 – 10,200",
    "P50 ms at 1,000/s": "0.50 [0.45–0.55]",
    "P99 ms at 1,000/s": "0.90 [0.81–0.99]",
    "CPU µs/req": "50.0",
    memory: "100 MiB",
    rounds: "6",
  });
});

test("series that cannot be told apart share a letter and their places", () => {
  const [table] = tablesOf(
    loadSummary([
      { series: koa, throughputs: rounds(10_000) },
      { series: hono, throughputs: shaken(10_050) },
      { series: threads, throughputs: rounds(20_000) },
    ]),
  );
  deepEqual(
    table?.rows.map((cells) => cells.slice(0, 4)),
    [
      ["1", "", "koa", "threads"],
      ["2–3", "a", "hono", "single"],
      ["2–3", "a", "koa", "single"],
    ],
  );
});

test("a latency that is none is a word that says why", () => {
  const words = [
    [{ kind: "saturated", rate: requestsPerSecond(1000) }, "saturated"],
    [{ kind: "refused" }, "refused"],
    [{ kind: "measured", rate: requestsPerSecond(1000) }, "too few"],
    [undefined, "–"],
  ] as const;
  for (const [pace, word] of words) {
    const paces = pace === undefined ? {} : { common: pace };
    equal(cellsOf(loadSummary(figuresWith({ paces })))["P99 ms at 1,000/s"], word);
  }
});

test("further paces have columns when they were measured", () => {
  const paces = [
    { name: "half" },
    { name: "high" },
    { name: "objective", p99LimitUs: microseconds(10_000) },
  ] as const;
  const [rate, low, high] = [5200, 4900, 5600].map(requestsPerSecond) as [never, never, never];
  const changes: Partial<SeriesSummary> = {
    paces: { half: { kind: "measured", rate, p99Us: percentile(2000) } },
    objective: { p99LimitUs: microseconds(10_000), rate, low, high },
  };
  const cells = cellsOf(loadSummary(figuresWith(changes), { load: loadLike({ paces }) }));
  equal(cells["P99 ms at 50 % of its own"], "2.00 [1.80–2.20]");
  equal(cells["P99 ms at 80 % of its own"], "–");
  equal(cells["req/s with P99 ≤ 10 ms"], "5,200 [4,900–5,600]");
  equal(cells["P50 ms at 1,000/s"], undefined);
});

test("who is the limit stands there with the shares of the processors", () => {
  const shares = {
    server: 0.414,
    postgres: 0.3,
    generator: 0.2,
    foreign: 0.01,
    others: 0.02,
    steal: 0.01,
    idle: 0.046,
  };
  const cells = cellsOf(loadSummary(figuresWith({ limit: { name: "machine", shares } })));
  equal(cells.limit, "machine");
  equal(cells["CPU %: server / PostgreSQL / generator / others / idle"], "41 / 30 / 20 / 4 / 5");
});

test("settings have a column only where they differ", () => {
  const pool = (size: string) => ({ series: { ...koa, pool: size }, throughputs: rounds(9000) });
  equal(cellsOf(loadSummary([pool("8"), pool("adaptive")])).settings, "pool 8");
  equal("settings" in cellsOf(loadSummary([pool("8")])), false);
});

test("models stand against single of the same server, with intervals over all pairs", () => {
  const tables = tablesOf(
    loadSummary([
      { series: koa, throughputs: rounds(10_000) },
      { series: hono, throughputs: rounds(10_000) },
      { series: threads, throughputs: rounds(20_000) },
    ]),
  );
  deepEqual(
    tables[1]?.columns.map(({ title }) => title),
    ["× single", "threads"],
  );
  match(formatPlain(tables[1] ?? { columns: [], rows: [] }), /^koa +2\.00 \[/m);
  doesNotMatch(formatPlain(tables[1] ?? { columns: [], rows: [] }), /hono/);
});

test("where runtimes differ each line names its own, and the usual one is named, too", () => {
  const bun: Series = { ...koa, runtime: "bun" };
  const load = loadSummary([
    { series: koa, throughputs: rounds(10_000) },
    { series: bun, throughputs: shaken(20_000) },
  ]);
  const [ranking, ...others] = tablesOf(load);
  const place = ranking?.columns.findIndex(({ title }) => title === "runtime") ?? 0;
  deepEqual(
    ranking?.rows.map((cells) => cells[place]),
    ["bun", "node22"],
  );
  const [runtimes] = others;
  deepEqual(
    runtimes?.columns.map(({ title }) => title),
    ["× node22", "bun"],
  );
  match(formatPlain(runtimes ?? { columns: [], rows: [] }), /^koa\/single +2\.00 \[/m);
});

test("two runtimes of one server never share a line of the models' table", () => {
  const lines = ["node22", undefined].flatMap((runtime) =>
    [koa, threads].map((series, index) => ({
      series: { ...series, ...(runtime !== undefined && { runtime }) },
      throughputs: rounds(10_000 * (index + 1)),
    })),
  );
  const models = tablesOf(loadSummary(lines)).find(
    ({ columns }) => columns[0]?.title === "× single",
  );
  deepEqual(
    models?.rows.map(([name]) => name),
    ["koa", "koa, on node22"],
  );
});

test("a mix has a table of its own, the series first whose first kind has the lowest P99", () => {
  const kinds = (p99Us: number): Partial<SeriesSummary> => ({
    kinds: [
      { name: "db", p50Us: percentile(500), p99Us: percentile(p99Us) },
      { name: "wait:20ms" },
    ],
  });
  const mix = ["db", "wait:20ms"].map(
    (name) => ({ name, path: "/", weight: 1, expect: "row" }) as const,
  );
  const load = loadLike({ name: "mixed", workload: { name: "mixed", kinds: mix } });
  const figures = [
    { series: koa, throughputs: rounds(20_000), changes: kinds(3000) },
    { series: hono, throughputs: rounds(10_000), changes: kinds(2000) },
  ];
  const [, table] = tablesOf(loadSummary(figures, { load }));
  deepEqual(table?.columns.map(({ title }) => title).slice(3), [
    "db P50",
    "db P99",
    "wait:20ms P50",
    "wait:20ms P99",
  ]);
  deepEqual(
    table?.rows.map(([server, , , ...cells]) => [server, ...cells.slice(1)]),
    [
      ["hono", "2.00 [1.80–2.20]", "too few", "too few"],
      ["koa", "3.00 [2.70–3.30]", "too few", "too few"],
    ],
  );
});
