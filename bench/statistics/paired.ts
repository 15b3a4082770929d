import { meanInterval, usualConfidence } from "./mean-interval.ts";
import { type RoundValues, ratiosByRound } from "./ratios-by-round.ts";
import { type RatioInterval, type Verdict, type VerdictOptions, verdictOf } from "./verdict.ts";

/** How a named pair is compared. */
export interface PairedOptions extends VerdictOptions {
  /** Probability that the interval holds the true ratio; 0.95 by default. */
  readonly confidence?: number;
}

/** The first of two series beside the second. */
export interface PairedComparison extends RatioInterval {
  /** Of the first one. */
  readonly verdict: Verdict;
  /** How many rounds hold both. */
  readonly rounds: number;
}

/**
 * Compares one pair that was named beforehand: its interval holds for it alone, so pairs that are
 * looked for among many belong to `compareAll`. Undefined with fewer than two shared rounds.
 */
export function pairedComparison(
  a: RoundValues,
  b: RoundValues,
  { confidence = usualConfidence, ...options }: PairedOptions = {},
): PairedComparison | undefined {
  const ratios = [...ratiosByRound(a, b).values()];
  const interval = ratioInterval(ratios, confidence);
  if (interval === undefined) return undefined;
  return { ...interval, verdict: verdictOf(interval, options), rounds: ratios.length };
}

/**
 * The geometric mean of paired ratios with the interval of the paired t test on their logarithms,
 * R: `exp(t.test(log(ratios))$conf.int)`; undefined of fewer than two.
 */
export function ratioInterval(
  ratios: readonly number[],
  confidence = usualConfidence,
): RatioInterval | undefined {
  const interval = meanInterval(ratios.map(Math.log), confidence);
  if (interval === undefined) return undefined;
  const { mean, low, high } = interval;
  return { ratio: Math.exp(mean), low: Math.exp(low), high: Math.exp(high) };
}
