import { type PaceName, paceNames } from "../../results/records/load.ts";
import type { Series } from "../../results/records/series.ts";
import { settingNames } from "../../results/records/series.ts";
import type {
  ExperimentSummary,
  LoadSummary,
  PercentileSummary,
  SeriesSummary,
  Spread,
} from "../../results/summary/summary.ts";
import type { Comparison } from "../../statistics/comparison.ts";
import { type CsvColumn, type CsvValue, formatCsv } from "../text/csv.ts";

/** A series under a load, whatever became of it. */
interface Row {
  readonly load: LoadSummary;
  readonly series: Series;
  readonly status: "ranked" | "refused" | "disturbed";
  /** Of those with figures. */
  readonly measured?: SeriesSummary;
  readonly throughput?: Spread;
  readonly reasons: readonly string[];
}

/** Every figure of a summary with its interval: a line a series and load, titles with their units. */
export function formatSeriesCsv({ loads }: ExperimentSummary): string {
  return formatCsv(columns, loads.flatMap(rowsOf));
}

function rowsOf(load: LoadSummary): readonly Row[] {
  return [
    ...load.ranked.map(
      (measured): Row => ({
        load,
        series: measured.series,
        status: "ranked",
        measured,
        throughput: measured.throughput,
        reasons: measured.refusals,
      }),
    ),
    ...load.refused
      .filter(({ key }) => !load.disturbed.some((one) => one.key === key))
      .map(({ series, reasons }): Row => ({ load, series, status: "refused", reasons })),
    ...load.disturbed.map(
      ({ series, throughput }): Row => ({
        load,
        series,
        status: "disturbed",
        throughput,
        reasons: load.refused.find((one) => one.series === series)?.reasons ?? [],
      }),
    ),
  ];
}

const columns: readonly CsvColumn<Row>[] = [
  { title: "load", value: ({ load }) => load.load.name },
  { title: "workload", value: ({ load }) => load.load.workload.name },
  { title: "connections", value: ({ load }) => load.load.connections },
  { title: "server", value: ({ series }) => series.server },
  { title: "model", value: ({ series }) => series.model },
  { title: "workers", value: ({ series }) => series.workers },
  ...settingNames.map((name) => ({ title: name, value: ({ series }: Row) => series[name] })),
  { title: "status", value: ({ status }) => status },
  ofMeasured("rank_best", ({ rank }) => rank.best),
  ofMeasured("rank_worst", ({ rank }) => rank.worst),
  ofMeasured("rounds", ({ rounds }) => rounds),
  { title: "throughput_per_s", value: ({ throughput }) => throughput?.value },
  { title: "throughput_lowest_round_per_s", value: ({ throughput }) => throughput?.low },
  { title: "throughput_highest_round_per_s", value: ({ throughput }) => throughput?.high },
  againstFirst("ratio", ({ ratio }) => ratio),
  againstFirst("ratio_low", ({ low }) => low),
  againstFirst("ratio_high", ({ high }) => high),
  againstFirst("verdict", ({ verdict }) => verdict),
  ofMeasured("cpu_us_per_request", ({ cpuUsPerRequest }) => cpuUsPerRequest.value),
  ofMeasured("cpu_lowest_round_us_per_request", ({ cpuUsPerRequest }) => cpuUsPerRequest.low),
  ofMeasured("cpu_highest_round_us_per_request", ({ cpuUsPerRequest }) => cpuUsPerRequest.high),
  ofMeasured("rss_bytes", ({ rssBytes }) => rssBytes),
  ofMeasured("limit", ({ limit }) => limit?.name),
  ...paceNames.filter((name) => name !== "objective").flatMap(paceColumns),
  ofMeasured("objective_rate_per_s", ({ objective }) => objective?.rate),
  ofMeasured("objective_low_per_s", ({ objective }) => objective?.low),
  ofMeasured("objective_high_per_s", ({ objective }) => objective?.high),
  ofMeasured("objective_p99_limit_us", ({ objective }) => objective?.p99LimitUs),
  ofMeasured("unsteady_rounds", ({ unsteadyRounds }) => unsteadyRounds),
  ofMeasured("repeats", ({ repeats }) => repeats),
  {
    title: "reasons",
    value: ({ reasons }) => (reasons.length > 0 ? reasons.join("; ") : undefined),
  },
];

function ofMeasured(title: string, of: (series: SeriesSummary) => CsvValue): CsvColumn<Row> {
  return { title, value: ({ measured }) => measured && of(measured) };
}

/** Throughput against the series with the best of the same load, by the simultaneous interval. */
function againstFirst(title: string, of: (comparison: Comparison) => CsvValue): CsvColumn<Row> {
  const value = ({ load, measured }: Row) => {
    const [first] = load.ranked;
    const comparison =
      measured && first && load.comparisons.throughput?.between(measured.key, first.key);
    return comparison && of(comparison);
  };
  return { title: `throughput_to_first_${title}`, value };
}

function paceColumns(name: PaceName): readonly CsvColumn<Row>[] {
  const ofPace = (title: string, of: (pace: Measured) => CsvValue) =>
    ofMeasured(`${name}_${title}`, ({ paces: { [name]: pace } }) =>
      pace?.kind === "measured" ? of(pace) : undefined,
    );
  return [
    ofMeasured(`${name}_latency`, ({ paces }) => paces[name]?.kind),
    ofPace("rate_per_s", ({ rate }) => rate),
    ...(["p50Us", "p99Us"] as const).flatMap((percentile) => {
      const title = percentile === "p50Us" ? "p50" : "p99";
      const ofPercentile = (suffix: string, of: (one: PercentileSummary) => CsvValue) =>
        ofPace(`${title}_${suffix}us`, ({ [percentile]: one }) => one && of(one));
      return [
        ofPercentile("", ({ medianUs }) => medianUs),
        ofPercentile("lowest_round_", ({ lowUs }) => lowUs),
        ofPercentile("highest_round_", ({ highUs }) => highUs),
        ofPercentile("without_generator_lag_", ({ withoutLagUs }) => withoutLagUs),
      ];
    }),
  ];
}

type Measured = Extract<
  NonNullable<SeriesSummary["paces"][PaceName]>,
  { readonly kind: "measured" }
>;
