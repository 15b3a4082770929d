import type { BlockFit } from "./blocks.ts";
import type { KindOf } from "./kind-variances.ts";
import { halfWidthOf, type IntervalMethod, type PairError } from "./pair-error.ts";
import { pairErrors } from "./pair-errors.ts";
import {
  mirrorRatio,
  mirrorVerdict,
  type RatioInterval,
  type Verdict,
  type VerdictOptions,
  verdictOf,
} from "./verdict.ts";

/** How all pairs of series are compared. */
export interface CompareOptions extends VerdictOptions {
  /** Probability that any of the intervals misses the truth; 0.05 by default. */
  readonly familyError?: number;
  /** Of the sign flips; 1 by default. */
  readonly seed?: number;
  /** One kind of all by default. */
  readonly kindOf?: KindOf;
}

/** Series `a` beside series `b`; `ratio` is the figure of `a` divided by that of `b`. */
export interface Comparison extends RatioInterval {
  readonly a: string;
  readonly b: string;
  /** ln ratio, and its standard error; 0 when nothing is known of the noise. */
  readonly difference: number;
  readonly standardError: number;
  /** Of `a`, by the simultaneous interval from `low` to `high`. */
  readonly verdict: Verdict;
  readonly method: IntervalMethod;
}

/** All pairs that share rounds, each once. */
export interface Comparisons {
  /** Best first. */
  readonly series: readonly string[];
  readonly pairs: readonly Comparison[];
  /** The pair seen from `a`, in whichever order it is kept; undefined where nothing was shared. */
  between(a: string, b: string): Comparison | undefined;
}

/**
 * Compares every series with every other by simultaneous intervals: with probability
 * 1 − `familyError` all of them hold the true ratio.
 */
export function compareAll(fit: BlockFit, options: CompareOptions = {}): Comparisons {
  const { familyError = 0.05, seed = 1, better = "higher", kindOf = () => "all" } = options;
  const errors = pairErrors(fit, { familyError, seed, kindOf });
  const pairs = errors.map((error) => comparisonOf(fit, error, options));
  const places = new Map(fit.series.map(({ name }, place) => [name, place]));
  const keyOf = (first: number, second: number) => first * fit.series.length + second;
  const byPlaces = new Map(
    errors.map(({ first, second }, index) => [keyOf(first, second), pairs[index]]),
  );
  const sign = better === "higher" ? 1 : -1;
  return {
    series: fit.series.toSorted((a, b) => sign * (b.mean - a.mean)).map(({ name }) => name),
    pairs,
    between: (a, b) => {
      const [first, second] = [places.get(a), places.get(b)];
      if (first === undefined || second === undefined) return undefined;
      const mirrored = byPlaces.get(keyOf(second, first));
      return byPlaces.get(keyOf(first, second)) ?? (mirrored && mirror(mirrored));
    },
  };
}

function comparisonOf({ series }: BlockFit, error: PairError, options: VerdictOptions): Comparison {
  const [first, second] = [series[error.first], series[error.second]];
  const difference = (first?.mean ?? 0) - (second?.mean ?? 0);
  const halfWidth = halfWidthOf(error);
  const [low, high] = [Math.exp(difference - halfWidth), Math.exp(difference + halfWidth)];
  return {
    a: first?.name ?? "",
    b: second?.name ?? "",
    difference,
    standardError: error.standardError,
    ratio: Math.exp(difference),
    low,
    high,
    verdict: verdictOf({ low, high }, options),
    method: error.method,
  };
}

function mirror(comparison: Comparison): Comparison {
  const { a, b, difference, verdict } = comparison;
  return {
    ...comparison,
    ...mirrorRatio(comparison),
    a: b,
    b: a,
    difference: -difference,
    verdict: mirrorVerdict(verdict),
  };
}
