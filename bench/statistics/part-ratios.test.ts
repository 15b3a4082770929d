import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { type PartChange, spansAt } from "./part-ratios.ts";
import type { SweepValues } from "./sweep-summary.ts";

const throughputs: Readonly<Record<string, readonly number[]>> = {
  base: [100, 200],
  "pool 1": [50, 100],
  "pool 8": [300, 600],
  "driver pg": [80, 160],
  "model threads": [120],
};

const values: SweepValues = {
  series: Object.keys(throughputs),
  points: [{ label: "db", value: 0 }],
  valuesOf: (series) => new Map((throughputs[series] ?? []).map((value, round) => [round, value])),
  cpuOf: () => new Map(),
  memoryOf: () => 0,
};

const changes: readonly PartChange[] = [
  { part: "driver", value: "pg", series: "driver pg" },
  { part: "pool", value: "1", series: "pool 1" },
  { part: "pool", value: "8", series: "pool 8" },
  { part: "model", value: "threads", series: "model threads" },
];

test("the part that decides most comes first, with the base as one of its choices", () => {
  const spans = spansAt(values, changes, "base", "db").map(({ part, lowest, highest }) => [
    part,
    lowest.toFixed(2),
    highest.toFixed(2),
  ]);
  deepEqual(spans, [
    ["pool", "0.50", "3.00"],
    ["driver", "0.80", "1.00"],
    // One round is no comparison.
    ["model", "1.00", "1.00"],
  ]);
});
