import type { SettingName } from "../../results/records/series.ts";
import type { LoadSummary, SeriesSummary } from "../../results/summary/summary.ts";
import { type ColumnOf, type TextTable, tableOf } from "../text/text-table.ts";
import { formatPercentile } from "./latency-cells.ts";
import { cellColumns } from "./ranking-columns.ts";

/**
 * Latency of each kind of request of a mix, the series first whose first kind has the lowest P99.
 * Without rows where no series has any: the load has one kind alone, or no rate for them.
 */
export function kindsTable(
  { load, ranked }: LoadSummary,
  settings: readonly SettingName[],
  usualRuntime: string,
): TextTable {
  const names = load.workload.kinds.map(({ name }) => name);
  const columns = [
    ...cellColumns(settings, usualRuntime),
    ...names.flatMap((name, place) => [
      kindColumn(name, "p50Us", 2 + 2 * place),
      kindColumn(name, "p99Us", 3 + 2 * place),
    ]),
  ];
  const measured = ranked.filter(({ kinds }) => kinds.length > 0);
  return tableOf(
    columns,
    measured.toSorted((a, b) => firstP99Of(a) - firstP99Of(b)),
  );
}

function kindColumn(
  name: string,
  percentile: "p50Us" | "p99Us",
  spare: number,
): ColumnOf<SeriesSummary> {
  return {
    title: `${name} ${percentile === "p50Us" ? "P50" : "P99"}`,
    align: "right",
    spare,
    cell: ({ kinds }) => {
      const kind = kinds.find((one) => one.name === name);
      return kind === undefined ? "–" : formatPercentile(kind[percentile]);
    },
  };
}

function firstP99Of({ kinds: [first] }: SeriesSummary): number {
  return first?.p99Us?.medianUs ?? Number.POSITIVE_INFINITY;
}
