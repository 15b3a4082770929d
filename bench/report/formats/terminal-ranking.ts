import { formatModel, type SettingName } from "../../results/records/series.ts";
import type {
  ExperimentSummary,
  LoadSummary,
  SeriesSummary,
} from "../../results/summary/summary.ts";
import { differingSettings, labelOf, labelsOf, settingsIn } from "../sentences/labels.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeTold } from "../sentences/told.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatAsMilliseconds, formatCount } from "../text/format.ts";
import { intervalBars } from "../text/interval-bar.ts";
import { type ColumnOf, tableOf, widthOfTable } from "../text/text-table.ts";
import { formatCommonRate } from "../views/latency-cells.ts";
import { formatCpu, formatRank } from "../views/ranking-columns.ts";
import { tieBrackets } from "./tie-brackets.ts";

type Column = ColumnOf<SeriesSummary>;

const [narrowest, widest] = [8, 24];

/** The ranking of each load in so many columns: what one looks at first, and nothing else. */
export function terminalRankingBlocks(
  { header: { plan }, loads }: ExperimentSummary,
  width: number,
): readonly Block[] {
  const settings = differingSettings(shownSeries(plan));
  return loads.flatMap((load) => [
    heading(`Workload ${load.load.name}, ${load.load.connections} connections`),
    ...tableBlock(tableOf(columnsWithin(load, settings, width), load.ranked)),
    ...sentencesBlock(
      load.ranked.length === 0 ? [] : [describeDrawing(load), ...describeTold(load, plan, "cells")],
    ),
  ]);
}

/** The bars have what the other columns leave. */
function columnsWithin(
  load: LoadSummary,
  settings: readonly SettingName[],
  width: number,
): readonly Column[] {
  const [full, short] = [fullLabel(settings), shortLabel(load)].map((label) => {
    const columns = (barWidth: number) => columnsOf(load, label, barWidth);
    return { columns, others: widthOfTable(tableOf(columns(narrowest), load.ranked)) - narrowest };
  }) as [Labelled, Labelled];
  const isRoomy = full.others + narrowest <= width;
  const { columns, others } = isRoomy ? full : short;
  return columns(Math.max(narrowest, Math.min(widest, width - others)));
}

/** What a line says of its series. */
type Label = (series: SeriesSummary) => string;

/** Columns by the width of their bars, and what they take without. */
interface Labelled {
  readonly columns: (barWidth: number) => readonly Column[];
  readonly others: number;
}

function fullLabel(settings: readonly SettingName[]): Label {
  return ({ series }) =>
    [`${series.server}/${formatModel(series)}`, ...settingsIn(series, settings)].join(", ");
}

/** Without what all of them have in common. */
function shortLabel({ ranked }: LoadSummary): Label {
  const labels = labelsOf(ranked.map(({ series }) => series));
  return ({ key }) => labelOf(labels, key);
}

function columnsOf(load: LoadSummary, label: Label, barWidth: number): readonly Column[] {
  const bars = intervalBars(
    load.ranked.map(({ throughput }) => throughput),
    barWidth,
  );
  const barOf = new Map(load.ranked.map(({ key }, place) => [key, bars[place] ?? ""]));
  return [
    { title: "rank", align: "right", cell: ({ rank }) => formatRank(rank) },
    ...tieColumn(load),
    { title: "server/model", align: "left", cell: label },
    { title: "req/s", align: "right", cell: ({ throughput }) => formatCount(throughput.value) },
    { title: "rounds", align: "left", spare: 4, cell: ({ key }) => barOf.get(key) ?? "" },
    ...p99Column(load),
    { title: "CPU µs", align: "right", spare: 2, cell: formatCpu },
    ...limitColumn(load),
  ];
}

function tieColumn({ ranked, ties }: LoadSummary): readonly Column[] {
  const keys = ranked.map(({ key }) => key);
  const brackets = tieBrackets(keys, ties);
  if (brackets === undefined) return [];
  return [{ title: "", align: "left", cell: ({ key }) => brackets[keys.indexOf(key)] ?? "" }];
}

function p99Column({ load }: LoadSummary): readonly Column[] {
  if (!load.paces.some(({ name }) => name === "common")) return [];
  const cell = ({ paces: { common } }: SeriesSummary) => {
    if (common?.kind !== "measured") return common?.kind ?? "–";
    return common.p99Us === undefined ? "too few" : formatAsMilliseconds(common.p99Us.medianUs);
  };
  return [{ title: "P99 ms", align: "right", spare: 1, cell }];
}

function limitColumn({ ranked }: LoadSummary): readonly Column[] {
  if (ranked.every(({ limit }) => limit === undefined)) return [];
  return [{ title: "limit", align: "left", spare: 3, cell: ({ limit }) => limit?.name ?? "–" }];
}

/** What the drawn columns mean. */
function describeDrawing(load: LoadSummary): string {
  const { ranked, commonRate } = load;
  const [low, high] = [
    Math.min(...ranked.map(({ throughput }) => throughput.low)),
    Math.max(...ranked.map(({ throughput }) => throughput.high)),
  ].map(formatCount);
  const hasP99 = load.load.paces.some(({ name }) => name === "common");
  return [
    ...describeTies(load),
    `Rounds: lowest to highest around the mean, from ${low} to ${high} req/s.`,
    ...(hasP99 ? [`P99 ${formatCommonRate(commonRate)}, from when a request was due.`] : []),
  ].join(" ");
}

function describeTies({ ranked, ties }: LoadSummary): readonly string[] {
  if (ties.every((group) => group.length < 2)) return [];
  const keys = ranked.map(({ key }) => key);
  return tieBrackets(keys, ties) === undefined
    ? ["Ties are too many to be drawn: report.md has them by letters."]
    : ["Cells that a bracket joins cannot be told apart."];
}
