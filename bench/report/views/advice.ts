import type { View } from "../../results/records/view.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import { type Standing, standingsOf } from "../../statistics/standing.ts";
import { type Labels, labelOf, labelsOf } from "../sentences/labels.ts";
import { seriesIn, shownSeries } from "../sentences/shown-series.ts";
import { describeTold } from "../sentences/told.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "../text/document.ts";
import { formatCount, formatRatio } from "../text/format.ts";
import { tableOf } from "../text/text-table.ts";

type AdviceView = Extract<View, { kind: "advice" }>;

const standingNames = {
  best: "best",
  equivalent: "equivalent to the best",
  "cannot tell": "cannot tell from the best",
  slower: "slower",
} as const satisfies Record<Standing["standing"], string>;

/** The models in the order of their throughput for a person's requests, and the answer in words. */
export function adviceBlocks(
  { header: { plan }, loads }: ExperimentSummary,
  view: AdviceView,
): readonly Block[] {
  const labels = labelsOf(shownSeries(plan));
  return loads.flatMap((load) => [
    heading("Which model"),
    ...adviceTable(load, view, labels),
    ...sentencesBlock([
      ...describeAdvice(standings(load), view.condition, labels),
      ...describeTold(load, plan, "models"),
    ]),
  ]);
}

function standings({ ranked, comparisons }: LoadSummary): readonly Standing[] {
  if (comparisons.throughput !== undefined) return standingsOf(comparisons.throughput);
  return ranked.map(({ key }) => ({ series: key, standing: "best" }));
}

/** Several requests of the load stand for one of the person's. */
function adviceTable(
  load: LoadSummary,
  { requestsEach }: AdviceView,
  labels: Labels,
): readonly Block[] {
  const throughputOf = ({ series }: Standing) => seriesIn(load, series)?.throughput.value;
  const table = tableOf<Standing>(
    [
      { title: "model", align: "left", cell: ({ series }) => labelOf(labels, series) },
      {
        title: "requests/s",
        align: "right",
        cell: (standing) => formatCount((throughputOf(standing) ?? Number.NaN) / requestsEach),
      },
      { title: "× the best", align: "right", cell: formatRatioToBest },
      { title: "verdict", align: "left", cell: ({ standing }) => standingNames[standing] },
    ],
    standings(load),
  );
  return tableBlock(table);
}

function formatRatioToBest({ standing, ratioToBest }: Standing): string {
  return standing === "best" ? "1" : formatRatio(ratioToBest);
}

/** The answer in a sentence or two. */
function describeAdvice(
  standings: readonly Standing[],
  condition: string,
  labels: Labels,
): readonly string[] {
  const named = (standing: Standing["standing"]) =>
    standings.filter((one) => one.standing === standing);
  const namesOf = (those: readonly Standing[]) =>
    those.map(({ series }) => labelOf(labels, series)).join(", ");
  const [best, equivalent, open] = [named("best"), named("equivalent"), named("cannot tell")];
  const [next] = named("slower");
  if (best.length === 0) return [];
  const leaders = [...best, ...equivalent, ...open];
  return [
    open.length === 0
      ? `For ${condition} the best on this machine: ${namesOf(best)}${equivalent.length === 0 ? "" : `, and equivalent to it ${namesOf(equivalent)}`}.`
      : `For ${condition} this run cannot tell which is the best on this machine: ${namesOf(leaders)}.`,
    ...(next === undefined
      ? []
      : [`Next is ${namesOf([next])}, ${formatRatio(next.ratioToBest)} × the best.`]),
  ];
}
