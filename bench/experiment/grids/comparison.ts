import type { Load } from "../../results/records/load.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import type { Grid } from "./grid.ts";

/** Two versions of one series, the earlier one first. */
export interface VersionPair {
  readonly name: string;
  readonly before: Series;
  readonly after: Series;
}

/** Pairs that were named beforehand, interleaved in one experiment. */
export function comparisonGrid(pairs: readonly VersionPair[], loads: readonly Load[]): Grid {
  return {
    view: {
      kind: "comparison",
      pairs: pairs.map(({ name, before, after }) => ({
        name,
        before: seriesKey(before),
        after: seriesKey(after),
      })),
    },
    series: [...seriesOf(pairs).values()],
    together: unitsOf(pairs),
    loads,
  };
}

/** Each series once, by its key: several may be compared with the same one. */
function seriesOf(pairs: readonly VersionPair[]): ReadonlyMap<string, Series> {
  const all = pairs.flatMap(({ before, after }) => [before, after]);
  return new Map(all.map((series) => [seriesKey(series), series]));
}

/** Those that are compared with the same one are in one unit. */
function unitsOf(pairs: readonly VersionPair[]): readonly (readonly string[])[] {
  const units = new Map<string, string[]>();
  for (const { before, after } of pairs) {
    const key = seriesKey(before);
    units.set(key, [...(units.get(key) ?? [key]), seriesKey(after)]);
  }
  return [...units.values()];
}
