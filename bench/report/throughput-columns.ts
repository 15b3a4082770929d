import { type Series, seriesKey } from "../results/series.ts";
import type { LoadSummary } from "../results/summary.ts";
import { formatCount } from "./format.ts";
import { type Labels, labelOf } from "./labels.ts";
import { seriesIn } from "./shown-series.ts";
import type { ColumnOf } from "./text-table.ts";

/** A column of requests/s for each series, where each line is a load; a dash where nothing counts. */
export function throughputColumns(
  series: readonly Series[],
  labels: Labels,
): readonly ColumnOf<LoadSummary>[] {
  return series.map((one) => {
    const key = seriesKey(one);
    const cell = (load: LoadSummary) => {
      const found = seriesIn(load, key);
      return found === undefined ? "–" : formatCount(found.throughput.value);
    };
    return { title: labelOf(labels, key), align: "right", cell };
  });
}
