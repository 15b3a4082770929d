import type { Load } from "../../results/records/load.ts";
import type { Series } from "../../results/records/series.ts";
import type { Grid } from "./grid.ts";

/** One server, several times over: a ranking in which all have the same place. */
export function copiesGrid(series: Series, copies: number, load: Load): Grid {
  return {
    view: { kind: "ranking" },
    series: Array.from({ length: copies }, (_, index) => ({ ...series, copy: index + 1 })),
    loads: [load],
  };
}
