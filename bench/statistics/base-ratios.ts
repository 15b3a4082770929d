import type { Comparisons } from "./comparison.ts";
import type { RatioInterval } from "./verdict.ts";

/** A series of a run, by its place in a table of what one of its settings changes. */
export interface PlacedSeries {
  /** Its name in the comparisons. */
  readonly name: string;
  /** All that it has beside that setting. */
  readonly row: string;
  /** Its value of that setting. */
  readonly column: string;
}

/** How many times as fast each value of a setting is as the base, of one row. */
export interface BaseRatios {
  readonly row: string;
  readonly ratios: ReadonlyMap<string, RatioInterval>;
}

/**
 * The series of each row beside the one in the column `base`, by the intervals that hold for all
 * pairs of the run. Rows without a base, and series that share no rounds with it, are left out.
 */
export function baseRatios(
  series: readonly PlacedSeries[],
  base: string,
  { between }: Comparisons,
): readonly BaseRatios[] {
  return series
    .filter(({ column }) => column === base)
    .map((first) => {
      const others = series.filter((one) => one.row === first.row && one.column !== base);
      const ratios = others.flatMap(({ name, column }) => {
        const comparison = between(name, first.name);
        return comparison === undefined ? [] : [[column, comparison] as const];
      });
      return { row: first.row, ratios: new Map(ratios) };
    })
    .filter(({ ratios }) => ratios.size > 0)
    .toSorted((a, b) => a.row.localeCompare(b.row));
}
