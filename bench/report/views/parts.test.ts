import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import { experimentSummary, hono, koa, loadSummary } from "../fixtures/summary.ts";
import { partsBlocks } from "./parts.ts";

const rounds = (base: number, shift: number) =>
  [0, 1, 2, 3, 4, 5].map((round) => base * (1 + (((round * shift) % 5) - 2) / 200));
const view = {
  kind: "parts",
  base: "koa/single",
  changes: [
    { part: "framework", value: "hono", series: "hono/single" },
    { part: "driver", value: "pg", series: "koa/single, driver pg" },
  ],
} as const;

function parts(framework: number, driver: number) {
  const load = loadSummary([
    { series: koa, throughputs: rounds(1000, 1) },
    { series: hono, throughputs: rounds(framework, 2) },
    { series: { ...koa, driver: "pg" }, throughputs: rounds(driver, 3) },
  ]);
  return partsBlocks(experimentSummary([load], { view }), view);
}

test("a line is a change, a column a load, a cell its ratio to the base", () => {
  const [title, table] = parts(1100, 500);
  deepEqual(title?.kind === "heading" && title.text.endsWith("against koa/single"), true);
  const rows = table?.kind === "table" ? table.table.rows : [];
  deepEqual(
    rows.map(([part, value]) => [part, value]),
    [
      ["framework", "hono"],
      ["driver", "pg"],
    ],
  );
  match(rows[1]?.[2] ?? "", /^0\.50 \[0\.\d\d, 0\.\d\d\]$/);
});

test("the part that surely decides most is named", () => {
  const last = parts(1100, 500).at(-1);
  match(
    last?.kind === "sentences" ? (last.sentences[0] ?? "") : "",
    /^db: the driver decides most\. Fastest \/ slowest choice: driver 2\.00 \[.*framework 1\.10 \[/,
  );
});

test("between parts that cannot be told apart none is named alone", () => {
  const last = parts(1010, 1005).at(-1);
  match(
    last?.kind === "sentences" ? (last.sentences[0] ?? "") : "",
    /it cannot be told which decides most, (framework or driver|driver or framework)\./,
  );
});
