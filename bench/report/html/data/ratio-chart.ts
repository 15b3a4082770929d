import type { View } from "../../../results/records/view.ts";
import { type FigureName, figureNames } from "../../../results/summary/figures.ts";
import type { ExperimentSummary } from "../../../results/summary/summary.ts";
import type { RatioInterval, Verdict } from "../../../statistics/verdict.ts";
import type { RatioChartData, RatioData } from "./page-data.ts";
import { rounded, roundedEnd } from "./rounded.ts";

/** The ratios that a comparison or an exchange of parts is about; undefined for any other view. */
export function ratioChart(summary: ExperimentSummary): RatioChartData | undefined {
  const { view } = summary.header;
  if (view.kind === "parts") return partsChart(summary, view);
  if (view.kind === "mistakes") return mistakesChart(summary, view);
  return view.kind === "comparison" ? pairsChart(summary) : undefined;
}

function partsChart(
  { loads }: ExperimentSummary,
  { base, changes }: Extract<View, { kind: "parts" }>,
): RatioChartData {
  const rows = loads.flatMap(({ load, comparisons: { throughput } }) =>
    changes.flatMap(({ part, value, series }) => {
      const found = throughput?.between(series, base);
      return found === undefined ? [] : [ratioData(part, value, load.name, found)];
    }),
  );
  return {
    isNamedPairs: false,
    title: "What decides: one part changed at a time",
    meaning: `Throughput with one part exchanged, as a multiple of ${base}; intervals hold for all pairs of a load at once.`,
    rows,
  };
}

function mistakesChart(
  { loads }: ExperimentSummary,
  { mistakes }: Extract<View, { kind: "mistakes" }>,
): RatioChartData {
  const rows = mistakes.flatMap(({ title, load: name, cases }) => {
    const load = loads.find((one) => one.load.name === name);
    return cases.flatMap((one) => {
      if (one.kind === "impossible") return [];
      const found = load?.comparisons.throughput?.between(one.mistaken, one.tuned);
      return found === undefined ? [] : [ratioData(title, one.cell, name, found)];
    });
  });
  return {
    isNamedPairs: false,
    title: "What each mistake costs",
    meaning:
      "Throughput of a server with the mistake, as a multiple of the same server without it; intervals hold for all pairs of a workload at once.",
    rows,
  };
}

const figureTitles = {
  throughput: "req/s",
  cpuUsPerRequest: "CPU time a request",
  p50Us: "P50 latency",
  p99Us: "P99 latency",
} as const satisfies Record<FigureName, string>;

function pairsChart({ pairs }: ExperimentSummary): RatioChartData {
  const rows = figureNames.flatMap((figure) =>
    pairs.flatMap(({ name, load, figures }) => {
      const found = figures[figure];
      return found === undefined ? [] : [ratioData(figureTitles[figure], name, load, found)];
    }),
  );
  return {
    isNamedPairs: true,
    title: "After against before",
    meaning:
      "The later as a multiple of the earlier, from the differences within rounds; intervals hold for all pairs at once.",
    rows,
  };
}

function ratioData(
  group: string,
  label: string,
  load: string,
  { ratio, low, high, verdict }: RatioInterval & { readonly verdict: Verdict },
): RatioData {
  return {
    group,
    label,
    load,
    ratio: rounded(ratio),
    low: rounded(low),
    high: roundedEnd(high),
    verdict,
  };
}
