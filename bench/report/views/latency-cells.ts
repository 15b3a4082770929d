import type { PaceSummary, PercentileSummary } from "../../results/summary/summary.ts";
import { formatAsMilliseconds } from "../text/format.ts";

/** A percentile of one pace in ms, or the word that says why there is none. */
export function formatPacePercentile(
  pace: PaceSummary | undefined,
  name: "p50Us" | "p99Us",
): string {
  if (pace === undefined) return "–";
  return pace.kind === "measured" ? formatPercentile(pace[name]) : pace.kind;
}

/** The rounds' median with the lowest and the highest: `0.62 [0.58–0.70]`; of one round `0.62 (once)`. */
export function formatPercentile(percentile: PercentileSummary | undefined): string {
  if (percentile === undefined) return "too few";
  const { medianUs, lowUs, highUs, byRound } = percentile;
  if (Object.keys(byRound).length === 1) return `${formatAsMilliseconds(medianUs)} (once)`;
  const [low, high] = [lowUs, highUs].map(formatAsMilliseconds);
  return `${formatAsMilliseconds(medianUs)} [${low}–${high}]`;
}

/** `at 1,000/s`, or what the rate will be before a pilot has settled it. */
export function formatCommonRate(rate: number | undefined): string {
  return rate === undefined ? "at the common rate" : `at ${rate.toLocaleString("en-US")}/s`;
}
