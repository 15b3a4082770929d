import { type Series, seriesKey } from "../../results/records/series.ts";
import type { LoadSummary } from "../../results/summary/summary.ts";
import { type Labels, labelOf } from "../sentences/labels.ts";
import { seriesIn } from "../sentences/shown-series.ts";
import { formatCount } from "../text/format.ts";
import type { ColumnOf } from "../text/text-table.ts";

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
