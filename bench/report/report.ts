import type { ExperimentSummary } from "../results/summary/summary.ts";
import { describeRun } from "./sentences/describe-run.ts";
import { listExceptions } from "./sentences/exceptions.ts";
import { glossaryOf } from "./sentences/glossary.ts";
import { labelsOf } from "./sentences/labels.ts";
import { describeLagShares } from "./sentences/lag-notes.ts";
import { shownSeries } from "./sentences/shown-series.ts";
import { describeDistrust, describeTrust } from "./sentences/trust.ts";
import { type Block, listBlock, sentencesBlock } from "./text/document.ts";
import { adviceBlocks } from "./views/advice.ts";
import { comparisonBlocks } from "./views/comparison.ts";
import { curvesBlocks } from "./views/curves.ts";
import { disturbedBlocks } from "./views/disturbed.ts";
import { mistakesBlocks } from "./views/mistakes.ts";
import { partsBlocks } from "./views/parts.ts";
import { poolsBlocks } from "./views/pools.ts";
import { rankingBlocks } from "./views/ranking.ts";
import { workersBlocks } from "./views/workers.ts";

/** The report of any experiment: what its view asks for, then all that qualifies it. */
export function reportBlocks(summary: ExperimentSummary): readonly Block[] {
  const labels = labelsOf(shownSeries(summary.header.plan));
  const view = viewBlocks(summary);
  return [
    ...sentencesBlock(describeDistrust(summary)),
    ...view,
    ...disturbedBlocks(summary, labels),
    ...(summary.outcome === "nothing measured" ? sentencesBlock(["Nothing was measured."]) : []),
    ...sentencesBlock([describeRun(summary)]),
    ...sentencesBlock([
      ...glossaryOf(view),
      ...describeTrust(summary),
      ...describeLagShares(summary.loads, labels),
      ...describeHeadroom(summary),
    ]),
    ...listBlock(listExceptions(summary, labels)),
  ];
}

/** What the view of an experiment asks for. */
export function viewBlocks(summary: ExperimentSummary): readonly Block[] {
  const { view } = summary.header;
  switch (view.kind) {
    case "ranking":
      return rankingBlocks(summary);
    case "curves":
      return curvesBlocks(summary, view);
    case "pools":
      return poolsBlocks(summary);
    case "workers":
      return workersBlocks(summary, view);
    case "parts":
      return partsBlocks(summary, view);
    case "advice":
      return adviceBlocks(summary, view);
    case "mistakes":
      return mistakesBlocks(summary, view);
    case "comparison":
      return comparisonBlocks(summary);
  }
}

/** How far the load generator itself was from its end. */
export function describeHeadroom({ loads }: ExperimentSummary): readonly string[] {
  const times = loads.flatMap(({ headroom, ranked: [fastest] }) =>
    headroom === undefined || fastest === undefined ? [] : [headroom / fastest.throughput.value],
  );
  if (times.length === 0) return [];
  return [
    `Against a server that does nothing the load generator reaches ${Math.min(...times).toFixed(1)} times as much as against the fastest here.`,
  ];
}
