import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExperimentSummary } from "../bench/results/summary/summary.ts";
import { drawChart, themes } from "./throughput-chart.ts";

/*
 * `npm run chart -- results/latest`: the README's picture, from a run's `summary.json`, once for a
 * light page and once for a dark one.
 */

const usageExitCode = 2;
const target = process.env.ROWBENCH_CHARTS ?? fileURLToPath(new URL("../docs", import.meta.url));

const [run] = process.argv.slice(2);
if (run === undefined) {
  process.stderr.write("usage: npm run chart -- <results folder>\n");
  process.exit(usageExitCode);
}
const text = readFileSync(join(run, "summary.json"), "utf8");
const summary: ExperimentSummary = JSON.parse(text);
for (const [name, theme] of Object.entries(themes)) {
  const file = join(target, `throughput-${name}.svg`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, drawChart(summary, theme));
}
