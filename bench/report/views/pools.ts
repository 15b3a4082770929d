import { formatModel, type Series, seriesKey } from "../../results/records/series.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import type { Comparison } from "../../statistics/comparison.ts";
import { geometricMean } from "../../statistics/geometric-mean.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeToldOfAll } from "../sentences/told.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatFactor, formatRatio } from "../text/format.ts";
import { type ColumnOf, tableOf } from "../text/text-table.ts";
import { describePoolCost } from "./pool-cost.ts";
import { throughputColumns } from "./throughput-columns.ts";

/** Throughput by pool, a line for each wait and number of clients; adaptive against the best fixed. */
export function poolsBlocks({ header: { plan }, loads }: ExperimentSummary): readonly Block[] {
  const series = shownSeries(plan);
  const pools = new Map(series.map((one) => [seriesKey(one), one.pool ?? "default"]));
  const rivals = rivalsOf(series);
  const columns: readonly ColumnOf<LoadSummary>[] = [
    { title: "wait, clients", align: "left", cell: ({ load }) => load.name },
    ...throughputColumns(series, pools),
    ...(rivals === undefined ? [] : rivalColumns(rivals, pools)),
  ];
  return [
    heading(titleOf(series)),
    ...tableBlock(tableOf(columns, loads)),
    ...sentencesBlock([
      ...(rivals === undefined ? [] : describeRivals(rivals, loads)),
      ...describePoolCost(series, loads),
      ...describeToldOfAll(loads, plan, "two pools"),
    ]),
  ];
}

/** The adaptive pool and the fixed ones, by their series' keys. */
interface Rivals {
  readonly adaptive: string;
  readonly fixed: ReadonlySet<string>;
}

function rivalsOf(series: readonly Series[]): Rivals | undefined {
  const adaptive = series.find(({ pool }) => pool === "adaptive");
  const fixed = series.filter(({ pool }) => pool !== undefined && !pool.startsWith("adaptive"));
  if (adaptive === undefined || fixed.length === 0) return undefined;
  return { adaptive: seriesKey(adaptive), fixed: new Set(fixed.map(seriesKey)) };
}

function titleOf([first]: readonly Series[]): string {
  if (first === undefined) return "By pool";
  const driver = first.driver === undefined ? "" : `, driver ${first.driver}`;
  return `${first.server}/${formatModel(first)}${driver}, by pool`;
}

function rivalColumns(
  rivals: Rivals,
  pools: ReadonlyMap<string, string>,
): readonly ColumnOf<LoadSummary>[] {
  return [
    {
      title: "best fixed",
      align: "right",
      cell: (load) => pools.get(bestFixed(load, rivals) ?? "") ?? "–",
    },
    {
      title: "adaptive / best fixed",
      align: "right",
      cell: (load) => formatRatio(againstBestFixed(load, rivals)),
    },
  ];
}

function bestFixed({ ranked }: LoadSummary, { fixed }: Rivals): string | undefined {
  return ranked.find(({ key }) => fixed.has(key))?.key;
}

function againstBestFixed(load: LoadSummary, rivals: Rivals): Comparison | undefined {
  const best = bestFixed(load, rivals);
  return best === undefined
    ? undefined
    : load.comparisons.throughput?.between(rivals.adaptive, best);
}

function describeRivals(rivals: Rivals, loads: readonly LoadSummary[]): readonly string[] {
  const found = loads.flatMap((load) => againstBestFixed(load, rivals) ?? []);
  if (found.length === 0) return [];
  const ratios = found.map(({ ratio }) => ratio);
  const linesWith = (verdict: Comparison["verdict"]) =>
    found.filter((one) => one.verdict === verdict).length;
  return [
    `adaptive / best fixed: ${formatFactor(geometricMean(ratios))} on average, ${formatFactor(Math.min(...ratios))} at worst; surely slower on ${linesWith("slower")} of ${found.length} lines, surely faster on ${linesWith("faster")}. The best fixed pool of each line was picked by its own figures, which favours it.`,
  ];
}
