import type { Load } from "../../results/load.ts";
import { type Series, seriesKey } from "../../results/series.ts";
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
    series: pairs.flatMap(({ before, after }) => [before, after]),
    together: pairs.map(({ before, after }) => [before, after].map(seriesKey)),
    loads,
  };
}
