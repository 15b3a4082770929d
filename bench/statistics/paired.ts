import type { Variance } from "./blocks.ts";
import { studentQuantile } from "./distributions.ts";
import { mean } from "./mean.ts";
import { meanInterval, usualConfidence } from "./mean-interval.ts";
import { combineVariances, moderateVariances } from "./moderated-variances.ts";
import { type RoundValues, ratiosByRound } from "./ratios-by-round.ts";
import { type RatioInterval, type Verdict, type VerdictOptions, verdictOf } from "./verdict.ts";

/** Two series that were named beforehand: the first is compared with the second. */
export type NamedPair = readonly [RoundValues, RoundValues];

/** How named pairs are compared. */
export interface PairedOptions extends VerdictOptions {
  /** Probability that any of their intervals misses the true ratio; 0.05 by default. */
  readonly familyError?: number;
}

/** The first of two series beside the second. */
export interface PairedComparison extends RatioInterval {
  /** Of the first one. */
  readonly verdict: Verdict;
  /** How many rounds hold both. */
  readonly rounds: number;
}

/** What the rounds of a pair show, in logarithms. */
interface Differences {
  readonly mean: number;
  readonly rounds: number;
  readonly variance: Variance;
}

/** So many pairs are needed to know how much their variances differ. */
const fewestPairs = 3;
/** How much of a variance may come from the other pairs, in degrees of freedom: see the table. */
const mostShared = 4;

/**
 * Compares pairs that were named beforehand, by the differences within the rounds that hold both;
 * pairs that are looked for among many belong to `compareAll`. One or two pairs are compared by
 * paired t tests. A few rounds say little of a variance, and pairs of one run have much the same:
 * from three pairs on each has its own variance, drawn towards that of all by four degrees of
 * freedom, or by fewer where variances differ more (Smyth 2004). Bonferroni's bound makes all
 * intervals hold together.
 *
 * Simulated for six pairs, 3000 runs: family error in % / width beside that of paired t tests in %,
 * by how many degrees of freedom may come from the others:
 *
 *     standard deviations          rounds   any number         8         4
 *     alike                             3       4 / 34     4 / 35    2 / 40
 *     alike                             6       4 / 72     3 / 77    2 / 82
 *     from 1 to 3, evenly               3       7 / 38     6 / 39    4 / 43
 *     one half 1, the other half 3      4       7 / 70     6 / 69    4 / 72
 *     one of them three times           3      11 / 41     9 / 41    5 / 45
 *     one of them three times           6       7 / 91     5 / 89    3 / 91
 *
 * Two rounds of such unequal pairs are the one case in which the error is too large: 10 %. Pairs
 * against one series in common are no worse than others.
 *
 * Undefined for a pair with fewer than two shared rounds.
 */
export function pairedComparisons(
  pairs: readonly NamedPair[],
  { familyError = 0.05, ...options }: PairedOptions = {},
): readonly (PairedComparison | undefined)[] {
  const differences = pairs.map(differencesOf);
  const variances = moderatedVariances(differences.map(({ variance }) => variance));
  return differences.map((one, place) => {
    if (one.rounds < 2) return undefined;
    const widths = (variances[place] ?? []).map(
      ({ value, degreesOfFreedom }) =>
        studentQuantile(1 - familyError / (2 * pairs.length), degreesOfFreedom) *
        Math.sqrt(value / one.rounds),
    );
    const halfWidth = Math.max(...widths);
    const [low, high] = [Math.exp(one.mean - halfWidth), Math.exp(one.mean + halfWidth)];
    const verdict = verdictOf({ low, high }, options);
    return { ratio: Math.exp(one.mean), low, high, verdict, rounds: one.rounds };
  });
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
  const { mean: center, low, high } = interval;
  return { ratio: Math.exp(center), low: Math.exp(low), high: Math.exp(high) };
}

function differencesOf([a, b]: NamedPair): Differences {
  const logarithms = [...ratiosByRound(a, b).values()].map(Math.log);
  const center = mean(logarithms);
  const squares = logarithms.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const degreesOfFreedom = Math.max(0, logarithms.length - 1);
  const value = degreesOfFreedom === 0 ? 0 : squares / degreesOfFreedom;
  return { mean: center, rounds: logarithms.length, variance: { value, degreesOfFreedom } };
}

/** The mean of the variances, by their degrees of freedom. */
function commonVariance(own: readonly Variance[]): Variance {
  const degreesOfFreedom = own.reduce((sum, one) => sum + one.degreesOfFreedom, 0);
  const squares = own.reduce((sum, one) => sum + one.value * one.degreesOfFreedom, 0);
  const value = degreesOfFreedom === 0 ? 0 : squares / degreesOfFreedom;
  return { value, degreesOfFreedom };
}

/** What the variance of each pair may be; the wider interval counts. */
function moderatedVariances(own: readonly Variance[]): readonly (readonly Variance[])[] {
  if (own.length < fewestPairs) return own.map((variance) => [variance]);
  const common = commonVariance(own);
  const moderation = moderateVariances(own, common);
  return own.map((variance, place) => {
    const others = common.degreesOfFreedom - variance.degreesOfFreedom;
    const degreesOfFreedom = Math.min(mostShared, others);
    const drawn = combineVariances(variance, { ...common, degreesOfFreedom });
    const moderated = moderation.kind === "different" ? moderation.variances[place] : undefined;
    return moderated === undefined ? [drawn] : [drawn, moderated];
  });
}
