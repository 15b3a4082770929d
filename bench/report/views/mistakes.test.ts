import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import { requestsPerSecond } from "@rowbench/shared/contract";
import type { View } from "../../results/records/view.ts";
import { experimentSummary, hono, koa, loadLike, loadSummary } from "../fixtures/summary.ts";
import { formatMarkdown } from "../formats/markdown.ts";
import { mistakesBlocks } from "./mistakes.ts";

const rounds = (base: number, shift: number) =>
  [0, 1, 2, 3, 4, 5].map((round) => base * (1 + (((round * shift) % 5) - 2) / 200));

const made = (server: string, variant: string) =>
  ({
    kind: "made",
    cell: `${server}/single`,
    tuned: `${server}/single`,
    mistaken: `${server}/single, ${variant}`,
  }) as const;

type Mistakes = Extract<View, { kind: "mistakes" }>;
const view: Mistakes = {
  kind: "mistakes",
  mistakes: [
    {
      ...{ title: "a habit", why: "It costs nothing.", load: "db" },
      cases: [made("koa", "habit"), made("hono", "habit")],
    },
    {
      ...{ title: "a logger", why: "It is in each guide.", load: "db" },
      cases: [made("koa", "logger"), made("hono", "logger")],
    },
    {
      ...{ title: "a hash", why: "It is on.", load: "db" },
      cases: [
        made("koa", "hash"),
        { kind: "impossible", cell: "hono/single", reason: "it has none" },
      ],
    },
  ],
};

const db = loadSummary([
  { series: koa, throughputs: rounds(1000, 1) },
  { series: hono, throughputs: rounds(1000, 2) },
  { series: { ...koa, variant: "habit" }, throughputs: rounds(1001, 3) },
  { series: { ...hono, variant: "habit" }, throughputs: rounds(1002, 4) },
  { series: { ...koa, variant: "logger" }, throughputs: rounds(500, 2) },
  {
    series: { ...hono, variant: "logger" },
    throughputs: rounds(400, 3),
    changes: { paces: { common: { kind: "saturated", rate: requestsPerSecond(1000) } } },
  },
  { series: { ...koa, variant: "hash" }, throughputs: rounds(900, 1) },
]);

function tablesOf(loads = [db], own: Mistakes = view) {
  const blocks = mistakesBlocks(experimentSummary(loads, { view: own }), own);
  return blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
}

const namesOf = (rows: readonly (readonly string[])[] = []) =>
  rows.map(([title, cell]) => [title, cell]);

test("in front stand the mistakes that surely cost something, each where it costs most", () => {
  const [costliest] = tablesOf();
  deepEqual(namesOf(costliest?.rows), [
    ["a logger", "hono/single"],
    ["a hash", "koa/single"],
  ]);
  match(costliest?.rows[0]?.[2] ?? "", /^0\.40 \[0\.(39|40), 0\.4\d\]$/);
});

test("a line is a mistake in a cell, the costliest first; cells that cannot make it say why", () => {
  const [, table] = tablesOf();
  deepEqual(namesOf(table?.rows), [
    ["a logger", "hono/single"],
    ["a logger", "koa/single"],
    ["a hash", "koa/single"],
    ["a hash", "hono/single"],
    ["a habit", "koa/single"],
    ["a habit", "hono/single"],
  ]);
  deepEqual(table?.rows[3]?.slice(2), ["cannot be made: it has none", "", ""]);
});

test("a server that does not carry the common rate has no P99 but a queue", () => {
  const [, table] = tablesOf();
  deepEqual(
    table?.columns.map(({ title }) => title),
    ["mistake", "cell", "req/s, with / without", "P99 at 1,000/s", "CPU/req"],
  );
  deepEqual([table?.rows[0]?.[3], table?.rows[1]?.[3]], ["saturated", "–"]);
});

test("each workload has a table, and only the first those that no cell can make", () => {
  const waiting = loadSummary(
    [
      { series: koa, throughputs: rounds(1000, 1) },
      { series: { ...koa, pool: "1" }, throughputs: rounds(50, 2) },
    ],
    { load: loadLike({ name: "wait:20ms" }) },
  );
  const impossible = { kind: "impossible", cell: "koa/single", reason: "none" } as const;
  const mistakes = [
    ...view.mistakes,
    { title: "one", why: "It is best.", load: "wait:20ms", cases: [made("koa", "pool 1")] },
    { title: "never", why: "Nobody can.", load: "json", cases: [impossible] },
  ];
  const [costliest, ofDb, ofWait] = tablesOf([db, waiting], { ...view, mistakes });
  deepEqual(namesOf(costliest?.rows)[0], ["one", "koa/single"]);
  deepEqual(namesOf(ofDb?.rows).at(-1), ["never", "koa/single"]);
  deepEqual(namesOf(ofWait?.rows), [["one", "koa/single"]]);
});

test("where nothing is told to cost anything, no table says so, but a sentence", () => {
  const mistakes = view.mistakes.slice(0, 1);
  const [first, title] = mistakesBlocks(experimentSummary([db], { view }), { ...view, mistakes });
  deepEqual(first?.kind === "sentences" && first.sentences, [
    "No mistake is told to cost any req/s here.",
  ]);
  deepEqual(title?.kind === "heading" && title.text, "What the usual mistakes cost: db");
});

test("what one round measured has an order, too, and is told of nothing", () => {
  const once = loadSummary([
    { series: koa, throughputs: [1000] },
    { series: { ...koa, variant: "habit" }, throughputs: [900] },
    { series: { ...koa, variant: "logger" }, throughputs: [500] },
    { series: { ...koa, variant: "hash" }, throughputs: [800] },
  ]);
  const [table, ...others] = tablesOf([once], view);
  deepEqual(
    namesOf(table?.rows).map(([title]) => title),
    ["a logger", "a logger", "a hash", "a hash", "a habit", "a habit"],
  );
  deepEqual(others, []);
});

test("the report says why people make each mistake", () => {
  const text = formatMarkdown(experimentSummary([db], { view }));
  match(text, /^## Mistakes that cost most$/m);
  match(text, /^- a logger: It is in each guide\.$/m);
});
