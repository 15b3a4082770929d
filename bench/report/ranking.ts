import type { ExperimentSummary, LoadSummary } from "../results/summary.ts";
import { modelRatios } from "../statistics/model-ratios.ts";
import { type Block, heading, sentencesBlock, tableBlock } from "./document.ts";
import { formatRatio } from "./format.ts";
import { kindsTable } from "./kinds.ts";
import { differingSettings } from "./labels.ts";
import { formatCommonRate } from "./latency-cells.ts";
import { rankingColumns } from "./ranking-columns.ts";
import { shownSeries } from "./shown-series.ts";
import { type TextTable, tableOf } from "./text-table.ts";
import { describeTold, describeToldByOthers } from "./told.ts";

/** A ranking for each load: who is ahead, who cannot be told apart, and at what price. */
export function rankingBlocks(summary: ExperimentSummary): readonly Block[] {
  return summary.loads.flatMap((load) => loadBlocks(summary, load));
}

function loadBlocks({ header: { plan } }: ExperimentSummary, load: LoadSummary): readonly Block[] {
  const settings = differingSettings(shownSeries(plan));
  const { name, connections } = load.load;
  const kinds = kindsTable(load, settings);
  const models = modelTable(load);
  const rate = formatCommonRate(load.commonRate);
  return [
    heading(`Workload ${name}, ${connections} connections`),
    ...sentencesBlock([...describeTold(load, plan, "cells"), ...describeToldByOthers(load)]),
    ...tableBlock(tableOf(rankingColumns(load, settings), load.ranked)),
    ...(kinds.rows.length === 0
      ? []
      : sentencesBlock([`Latency in ms by kind of request, ${rate}:`])),
    ...tableBlock(kinds),
    ...tableBlock(models),
  ];
}

/** Servers by models, each against `single` of the same server. */
function modelTable({ ranked, comparisons }: LoadSummary): TextTable {
  const series = ranked.map(({ key, series: { server, model } }) => ({ name: key, server, model }));
  const { throughput } = comparisons;
  const ratios = throughput === undefined ? [] : modelRatios(series, throughput);
  const models = [...new Set(ratios.flatMap((row) => [...row.ratios.keys()]))].sort();
  return tableOf(
    [
      { title: "× single", align: "left", cell: ({ server }) => server },
      ...models.map((model) => ({
        title: model,
        align: "right" as const,
        cell: (row: (typeof ratios)[number]) => formatRatio(row.ratios.get(model)),
      })),
    ],
    ratios,
  );
}
