import { type PartChange, spansAt } from "../statistics/part-ratios.ts";
import { ratioAt, type SweepValues } from "../statistics/sweep-summary.ts";
import { formatRatio, type TextTable } from "./text-table.ts";

/** A line for each change, a column for each load: how many times as fast as the base. */
export function partsTable(
  values: SweepValues,
  changes: readonly PartChange[],
  base: string,
): TextTable {
  return [
    ["× base", "", ...values.points.map(({ label }) => label)],
    ...changes.map(({ part, value, series }) => [
      part,
      value,
      ...values.points.map(({ label }) => formatRatio(ratioAt(values, series, base, label))),
    ]),
  ];
}

/** A sentence for each load: what lies how far apart, the part that decides most first. */
export function formatSpans(
  values: SweepValues,
  changes: readonly PartChange[],
  base: string,
): readonly string[] {
  return values.points.map(({ label }) => {
    const spans = spansAt(values, changes, base, label).map(({ part, lowest, highest }) => {
      const factor = (highest / lowest).toPrecision(2);
      return `${part} ${factor} × (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
    });
    return `${label}: slowest and fastest choice differ by ${spans.join(", ")}`;
  });
}
