import type { View } from "../../results/records/view.ts";
import type { LoadSummary } from "../../results/summary/summary.ts";
import { geometricMean } from "../../statistics/geometric-mean.ts";
import { ratioInterval } from "../../statistics/paired.ts";
import { type RoundValues, ratiosByRound } from "../../statistics/ratios-by-round.ts";
import { roundValuesOf } from "../sentences/shown-series.ts";
import { formatCount, formatRatio } from "../text/format.ts";

/**
 * What new starts of a chosen number of workers gave, beside the model's default: it was chosen by
 * its own figures, and the best of several noisy means flatters itself.
 */
export function describeFreshMeasure(
  chosen: number,
  load: LoadSummary,
  { choosingRounds, defaultWorkers }: Extract<View, { kind: "workers" }>,
): readonly string[] {
  const freshOf = (workers: number): RoundValues => {
    const found = load.ranked.find(({ series }) => series.workers === workers);
    const values = [...roundValuesOf(found?.throughput.byRound)];
    return new Map(values.filter(([round]) => round > choosingRounds));
  };
  const own = freshOf(chosen);
  if (own.size === 0) return [];
  const values = [...own.values()];
  const ratio = ratioInterval([...ratiosByRound(own, freshOf(defaultWorkers)).values()]);
  const compared =
    chosen === defaultWorkers
      ? "which is the model's default"
      : `${formatRatio(ratio)} × the default of ${defaultWorkers}`;
  return [
    `Measured afresh: ${formatCount(geometricMean(values))} req/s with ${chosen} (${values.map(formatCount).join("; ")}), ${compared}.`,
  ];
}
