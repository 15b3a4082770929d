import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { experimentSummary, hono, koa, loadSummary, spreadOf } from "../fixtures/summary.ts";
import { formatSeriesCsv } from "./series-csv.ts";

const rounds = (base: number) => [0, 1, -1, 2].map((step) => base * (1 + step / 100));

/** The lines by the titles of their cells; none of these cells holds a comma. */
function read(csv: string): readonly Readonly<Record<string, string>>[] {
  const [titles = [], ...lines] = csv
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  ok(lines.every((cells) => cells.length === titles.length));
  return lines.map((cells) =>
    Object.fromEntries(titles.map((title, at) => [title, cells[at] ?? ""])),
  );
}

test("each series under each load is a line, with its figures and their intervals", () => {
  const load = loadSummary([
    { series: koa, throughputs: rounds(1000) },
    { series: { ...hono, driver: "pg" }, throughputs: rounds(2000) },
  ]);
  const [first, second] = read(formatSeriesCsv(experimentSummary([load])));
  deepEqual([first?.server, first?.driver, first?.throughput_to_first_ratio], ["hono", "pg", ""]);
  equal(second?.server, "koa");
  equal(Math.round(Number(second?.throughput_lowest_round_per_s)), 990);
  equal(second?.throughput_highest_round_per_s, "1020");
  equal(second?.throughput_to_first_verdict, "slower");
  equal(second?.common_p99_us, "900");
  equal(Math.round(Number(second?.common_p99_highest_round_us)), 990);
  equal(second?.half_latency, "");
});

test("what was refused or disturbed keeps its line, with the reason and without figures", () => {
  const load = loadSummary([], {
    refused: [
      { key: "koa/single", series: koa, reasons: ["=cmd() died"] },
      { key: "hono/single", series: hono, reasons: ["steal"] },
    ],
    disturbed: [
      { key: "hono/single", series: hono, throughput: spreadOf([5, 7]), takenShares: [] },
    ],
  });
  const [refused, disturbed] = read(formatSeriesCsv(experimentSummary([load])));
  deepEqual([refused?.status, refused?.throughput_per_s], ["refused", ""]);
  equal(refused?.reasons, "'=cmd() died");
  deepEqual([disturbed?.status, disturbed?.throughput_lowest_round_per_s], ["disturbed", "5"]);
  equal(disturbed?.rank_best, "");
});
