import type { View } from "../../results/records/view.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import { type Crossing, findCrossings } from "../../statistics/crossing.ts";
import { type Labels, labelOf, labelsOf } from "../sentences/labels.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeToldOfAll } from "../sentences/told.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "../text/document.ts";
import { tableOf } from "../text/text-table.ts";
import { throughputColumns } from "./throughput-columns.ts";

/** Throughput over the places of an axis, a column for each series, and where their order turns. */
export function curvesBlocks(
  { header: { plan }, loads }: ExperimentSummary,
  { axis, unit }: Extract<View, { kind: "curves" }>,
): readonly Block[] {
  const series = shownSeries(plan);
  const labels = labelsOf(series);
  const axisColumn = { title: axis, align: "left" as const, cell: nameOf };
  const crossings = crossingsOf(loads).map((one) => formatCrossing(one, unit, labels));
  return [
    heading(`Requests/s by ${axis}`),
    ...tableBlock(tableOf([axisColumn, ...throughputColumns(series, labels)], loads)),
    ...sentencesBlock([
      ...(crossings.length === 0 ? ["No order is seen to turn within this sweep."] : crossings),
      ...describeToldOfAll(loads, plan, "two series"),
    ]),
  ];
}

function nameOf({ load }: LoadSummary): string {
  return load.name;
}

/** Where the order of two series turns over the loads of a sweep. */
export function crossingsOf(loads: readonly LoadSummary[]): readonly Crossing[] {
  const points = loads.flatMap(({ load: { place }, comparisons: { throughput } }) =>
    place === undefined || throughput === undefined
      ? []
      : [{ value: place, comparisons: throughput }],
  );
  return findCrossings(points.toSorted((a, b) => a.value - b.value));
}

function formatCrossing(crossing: Crossing, unit: string, labels: Labels): string {
  const [low, high] = crossing.between;
  const about = Number(crossing.near.toPrecision(2));
  const [ahead, behind] = [crossing.ahead, crossing.behind].map((key) => labelOf(labels, key));
  return `Above about ${about} ${unit} (between ${low} and ${high}) ${ahead} falls behind ${behind}.`;
}
