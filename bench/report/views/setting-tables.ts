import { describeSettings, formatModel, type Series } from "../../results/records/series.ts";
import type { LoadSummary, SeriesSummary } from "../../results/summary/summary.ts";
import { type BaseRatios, baseRatios, type PlacedSeries } from "../../statistics/base-ratios.ts";
import { formatRatio } from "../text/format.ts";
import { type TextTable, tableOf } from "../text/text-table.ts";

/** Servers by models, each against `single` of the same server. */
export function modelsTable(load: LoadSummary): TextTable {
  return settingTable(load, "single", ({ model }) => model, withoutModel);
}

/** Cells by runtimes, each against the same cell on the usual runtime. */
export function runtimesTable(load: LoadSummary, usualRuntime: string): TextTable {
  return settingTable(load, usualRuntime, ({ runtime = usualRuntime }) => runtime, withoutRuntime);
}

function withoutModel(series: Series): string {
  return [series.server, ...describeSettings(series)].join(", ");
}

function withoutRuntime({ runtime: _, ...series }: Series): string {
  return [`${series.server}/${formatModel(series)}`, ...describeSettings(series)].join(", ");
}

/** What a setting changes: a line for all that series have beside it, a column for each value. */
function settingTable(
  { ranked, comparisons: { throughput } }: LoadSummary,
  base: string,
  columnOf: (series: Series) => string,
  rowOf: (series: Series) => string,
): TextTable {
  const place = ({ key, series }: SeriesSummary): PlacedSeries => ({
    name: key,
    row: rowOf(series),
    column: columnOf(series),
  });
  const rows = throughput === undefined ? [] : baseRatios(ranked.map(place), base, throughput);
  const values = [...new Set(rows.flatMap(({ ratios }) => [...ratios.keys()]))].sort();
  return tableOf<BaseRatios>(
    [
      { title: `× ${base}`, align: "left", cell: ({ row }) => row },
      ...values.map((value) => ({
        title: value,
        align: "right" as const,
        cell: ({ ratios }: BaseRatios) => formatRatio(ratios.get(value)),
      })),
    ],
    rows,
  );
}
