import { usualRuntime } from "../../results/records/machine.ts";
import type { ExperimentSummary, LoadSummary } from "../../results/summary/summary.ts";
import { differingSettings } from "../sentences/labels.ts";
import { shownSeries } from "../sentences/shown-series.ts";
import { describeTold, describeToldByOthers } from "../sentences/told.ts";
import {
  type Block,
  extraTableBlock,
  heading,
  sentencesBlock,
  tableBlock,
} from "../text/document.ts";
import { tableOf } from "../text/text-table.ts";
import { kindsTable } from "./kinds.ts";
import { formatCommonRate } from "./latency-cells.ts";
import { rankingColumns } from "./ranking-columns.ts";
import { modelsTable, runtimesTable } from "./setting-tables.ts";

/** A ranking for each load: who is ahead, who cannot be told apart, and at what price. */
export function rankingBlocks(summary: ExperimentSummary): readonly Block[] {
  return summary.loads.flatMap((load) => loadBlocks(summary, load));
}

function loadBlocks({ header }: ExperimentSummary, load: LoadSummary): readonly Block[] {
  const { plan, machine } = header;
  const runtime = usualRuntime(machine);
  const settings = differingSettings(shownSeries(plan));
  const { name, connections } = load.load;
  const kinds = kindsTable(load, settings, runtime);
  const rate = formatCommonRate(load.commonRate);
  return [
    heading(`Workload ${name}, ${connections} connections`),
    ...sentencesBlock([...describeTold(load, plan, "cells"), ...describeToldByOthers(load)]),
    ...tableBlock(tableOf(rankingColumns(load, settings, runtime), load.ranked)),
    ...(kinds.rows.length === 0
      ? []
      : sentencesBlock([`Latency in ms by kind of request, ${rate}:`])),
    ...tableBlock(kinds),
    ...extraTableBlock(modelsTable(load)),
    ...extraTableBlock(runtimesTable(load, runtime)),
  ];
}
