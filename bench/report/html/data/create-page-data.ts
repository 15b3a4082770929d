import type { ExperimentRecord } from "../../../results/records/records.ts";
import {
  describeSettings,
  formatModel,
  type Series,
  seriesKey,
} from "../../../results/records/series.ts";
import type { ExperimentSummary, LoadSummary } from "../../../results/summary/summary.ts";
import { type Labels, labelOf, labelsOf } from "../../sentences/labels.ts";
import { shownSeries } from "../../sentences/shown-series.ts";
import { figureData, type Places } from "./figure-data.ts";
import { kindsOf } from "./kinds.ts";
import { metrics } from "./metrics.ts";
import {
  type FigureData,
  type LoadData,
  type MetricData,
  type MetricName,
  metricNames,
  type PageData,
  type SeriesData,
} from "./page-data.ts";
import { ratioChart } from "./ratio-chart.ts";
import { rounded } from "./rounded.ts";
import { spectraOf } from "./spectra.ts";
import { axisOf, loadPlace, seriesPlace } from "./sweep-axis.ts";

/** Everything that the charts of an experiment show. */
export function createPageData(
  summary: ExperimentSummary,
  records: readonly ExperimentRecord[],
): PageData {
  const { plan, view } = summary.header;
  const shown = shownSeries(plan);
  const labels = labelsOf(shown);
  const places: Places = new Map(shown.map((one, place) => [seriesKey(one), place]));
  const finished = finishedRecords(records);
  const loads = summary.loads.map((load) => ({
    ...loadData(load, finished, places),
    ...loadPlace(view, load.load),
  }));
  const axis = axisOf(summary, places);
  const ratios = ratioChart(summary);
  return {
    series: shown.map((one) => ({ ...seriesData(one, labels), ...seriesPlace(view, one) })),
    metrics: metricsOf(loads),
    loads,
    ...(axis && { axis }),
    ...(ratios && { ratios }),
    unavailable: plan.unavailable.map(({ server, model, reason }) => ({ server, model, reason })),
  };
}

/** As in the summary, a round that was cut off counts nothing. */
function finishedRecords(records: readonly ExperimentRecord[]): readonly ExperimentRecord[] {
  const finished = new Set(records.flatMap((one) => (one.kind === "round" ? [one.round] : [])));
  return records.filter((one) => !("round" in one) || finished.has(one.round));
}

function seriesData(series: Series, labels: Labels): SeriesData {
  const { server, model } = series;
  return {
    label: labelOf(labels, seriesKey(series)),
    server,
    model,
    row: [server, ...describeSettings(series)].join(", "),
    column: formatModel(series),
  };
}

function loadData(
  load: LoadSummary,
  records: readonly ExperimentRecord[],
  places: Places,
): LoadData {
  const { name, connections } = load.load;
  const figures = metricNames.map((metric) => [metric, figureData(load, metric, places)] as const);
  return {
    name,
    connections,
    ...(load.commonRate === undefined ? {} : { commonRate: rounded(load.commonRate) }),
    figures: Object.fromEntries(figures) as Record<MetricName, FigureData>,
    spectra: spectraOf(records, name, places),
    kinds: kindsOf(load, places),
  };
}

/** Those that any load has. */
function metricsOf(loads: readonly LoadData[]): readonly MetricData[] {
  return metricNames
    .filter((name) => loads.some(({ figures }) => figures[name].cells.length > 0))
    .map((name) => {
      const { title, unit, better, meaning, ahead, behind } = metrics[name];
      return { name, title, unit, better, meaning, ahead, behind };
    });
}
