import type { Crossing } from "../statistics/crossing.ts";
import { modelRatios } from "../statistics/model-ratios.ts";
import type { RatioInterval } from "../statistics/paired-ratio.ts";
import type { RunSummary } from "../statistics/summary.ts";
import { meanAt, type SweepValues } from "../statistics/sweep-summary.ts";
import { formatCount } from "./columns.ts";

/** Rows of text; the first holds the titles. */
export type TextTable = readonly (readonly string[])[];

/** Throughput of every series at every point: a line a point, a column a series. */
export function sweepTable(axis: string, values: SweepValues): TextTable {
  return [
    [axis, ...values.series],
    ...values.points.map(({ label }) => [
      label,
      ...values.series.map((series) => formatMean(meanAt(values, series, label))),
    ]),
  ];
}

/** `1.02 [0.98, 1.06]`; a dash where nothing counts. */
export function formatRatio(interval: RatioInterval | undefined): string {
  if (interval === undefined) return "–";
  const { ratio, low, high } = interval;
  return `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

function formatMean(mean: number | undefined): string {
  return mean === undefined ? "–" : formatCount(mean);
}

/** "above about 3 ms of database wait (between 1 and 5) `blocking` falls behind `single`". */
export function formatCrossing({ ahead, behind, between, near }: Crossing, unit: string): string {
  const [low, high] = between;
  const about = Number(near.toPrecision(2));
  return `above about ${about} ${unit} (between ${low} and ${high}) ${ahead} falls behind ${behind}`;
}

/** Servers by models, each against `single` of the same server; undefined with nothing to compare. */
export function modelTable(summary: RunSummary): TextTable | undefined {
  const rows = modelRatios(summary);
  const models = [...new Set(rows.flatMap(({ ratios }) => [...ratios.keys()]))].sort();
  if (models.length === 0) return undefined;
  return [
    ["× single", ...models],
    ...rows.map(({ server, ratios }) => [
      server,
      ...models.map((model) => formatRatio(ratios.get(model))),
    ]),
  ];
}

/** Plain text: the first column to the left, all others to the right. */
export function formatPlain(table: TextTable): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => (row[column] ?? "").length)),
  );
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return table.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}

/** The same as a Markdown table. */
export function formatMarkdownTable([titles = [], ...rows]: TextTable): string {
  const line = (texts: readonly string[]) => `| ${texts.join(" | ")} |`;
  const rule = titles.map((_, column) => (column === 0 ? ":--" : "--:"));
  return [titles, rule, ...rows].map(line).join("\n");
}
