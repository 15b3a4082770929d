import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { experimentSummary, koa, loadLike, loadSummary, spreadOf } from "../fixtures/summary.ts";
import { poolsBlocks } from "./pools.ts";

const steps = [0, 1, -1, 2];
const rounds = (base: number) => steps.map((step) => base * (1 + step / 100));

interface Point {
  readonly waitMs: number;
  readonly connections: number;
  readonly throughputs: Readonly<Record<string, number>>;
  readonly cpuUs?: Readonly<Record<string, readonly number[]>>;
}

function pools(...points: readonly Point[]) {
  const loads = points.map(({ waitMs, connections, throughputs, cpuUs = {} }) => {
    const figures = Object.entries(throughputs).map(([pool, base]) => ({
      series: { ...koa, pool, driver: "pg" },
      throughputs: rounds(base),
      changes: { cpuUsPerRequest: spreadOf(cpuUs[pool] ?? steps.map(() => 50)) },
    }));
    const name = `${waitMs} ms, ${connections} clients`;
    return loadSummary(figures, { load: loadLike({ name, place: waitMs, connections }) });
  });
  const order = ["adaptive", "1", "8"];
  const series = order.map((pool) => ({ ...koa, pool, driver: "pg" }));
  const known = series.filter(({ pool }) => points.some((point) => pool in point.throughputs));
  return poolsBlocks(
    experimentSummary(loads, { view: { kind: "pools" }, plan: { series: known } }),
  );
}

const sentencesOf = (blocks: ReturnType<typeof pools>): string =>
  blocks.flatMap((block) => (block.kind === "sentences" ? block.sentences : [])).join("\n");

test("each line names the best fixed pool, and how the adaptive one stands against it", () => {
  const blocks = pools(
    { waitMs: 0, connections: 16, throughputs: { adaptive: 950, "1": 1000, "8": 800 } },
    { waitMs: 20, connections: 64, throughputs: { adaptive: 900, "1": 100, "8": 600 } },
  );
  const [title, table] = blocks;
  deepEqual(title, { kind: "heading", text: "koa/single, driver pg, by pool" });
  equal(table?.kind, "table");
  deepEqual(table?.kind === "table" && table.table.columns.map((column) => column.title), [
    "wait, clients",
    "adaptive",
    "1",
    "8",
    "best fixed",
    "adaptive / best fixed",
  ]);
  deepEqual(
    table?.kind === "table" &&
      table.table.rows.map(([line, , , , best, ratio]) => [line, best, ratio]),
    [
      ["0 ms, 16 clients", "1", "0.95 [0.95, 0.95]"],
      ["20 ms, 64 clients", "8", "1.50 [1.50, 1.50]"],
    ],
  );
  match(
    sentencesOf(blocks),
    /best fixed: 1\.19 on average, 0\.95 at worst; surely slower on 1 of 2 lines, surely faster on 1\./,
  );
});

test("a pool alone has no rival", () => {
  const blocks = pools({ waitMs: 0, connections: 16, throughputs: { "1": 1000, "8": 800 } });
  equal(blocks[1]?.kind === "table" && blocks[1].table.columns.at(-1)?.title, "8");
  equal(sentencesOf(blocks).includes("best fixed"), false);
});

test("the loads of one start count as one value of the policy's cost", () => {
  const throughputs = { adaptive: 950, "1": 1000 };
  const cpu = (more: number) => ({
    "1": [50, 50, 50, 50],
    adaptive: [50, 52, 50, 52].map((us) => us + more),
  });
  const blocks = pools(
    { waitMs: 0, connections: 16, throughputs, cpuUs: cpu(1) },
    { waitMs: 0, connections: 64, throughputs, cpuUs: cpu(3) },
    { waitMs: 0, connections: 1, throughputs, cpuUs: cpu(99) },
    { waitMs: 5, connections: 64, throughputs, cpuUs: cpu(99) },
  );
  // R: t.test(c(2, 4, 2, 4))$conf.int
  match(sentencesOf(blocks), /CPU of a request without wait: 3\.0 µs \[1\.2, 4\.8\] more/);
});
