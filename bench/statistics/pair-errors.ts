import type { BlockFit, Variance } from "./blocks.ts";
import { type KindOf, kindVariances } from "./kind-variances.ts";
import { drawVariances } from "./moderated-variances.ts";
import { commonError, moderatedError, type Pair, type PairError } from "./pair-error.ts";
import { signFlipCriticalValue } from "./sign-flips.ts";

/** How the errors of pairs are found. */
export interface ErrorOptions {
  readonly familyError: number;
  /** Of the sign flips. */
  readonly seed: number;
  readonly kindOf: KindOf;
}

/** From this number of rounds on the signs of whole rounds are flipped as a check. */
const roundsToFlip = 10;

/**
 * The errors of all pairs that can be compared, such that all their intervals hold the truth
 * together but for `familyError`: by each series' own variance, drawn towards what those of its kind
 * have in common, and Bonferroni's bound; of two series by the t test. From ten rounds on the
 * critical value of max |t| over sign flips replaces a smaller one.
 *
 * Simulated, 300 to 1500 runs each: family error / median half-width, in %, by one variance and the
 * studentized range unless variances differ by more than chance (as it was until November 2026, when
 * the wider of both counted), and by this:
 *
 *     standard deviations            6 series, 3 rounds   12 series, 3       34 series, 3       34, 5
 *     alike                          4 / 15   5 / 16      5 / 16   4 / 18    3 / 19   1 / 20    6 / 13   3 / 14
 *     from 1 to 4.5, evenly          7 / 52   8 / 55      8 / 58   8 / 60    9 / 73   8 / 74    3 / 51   5 / 51
 *     one half 1, the other half 3   8 / 37   8 / 38      9 / 42  10 / 42    8 / 55   8 / 55    5 / 41   7 / 41
 *     one of them 3 times            9 / 23   8 / 23     13 / 21   8 / 21   13 / 21   8 / 21   12 / 15   8 / 15
 *     one of them 6 times           12 / 39   9 / 32     15 / 31  11 / 25   21 / 26  17 / 24   10 / 18  10 / 16
 *     two of them 6 times           10 / 64   8 / 61     11 / 44  12 / 33   21 / 32  19 / 27    5 / 24   6 / 19
 *     alike, 1 figure in 20 4 times  3 / 18   4 / 19      4 / 20   2 / 21    7 / 25   1 / 25    1 / 18   1 / 18
 *
 * Three rounds of very unequal series are the one case in which the error is too large. Games and
 * Howell's quantile in place of Bonferroni's is up to a fifth narrower, and misses in up to 25 %.
 */
export function pairErrors(
  fit: BlockFit,
  { familyError, seed, kindOf }: ErrorOptions,
): readonly PairError[] {
  const pairs = comparablePairs(fit);
  const family = { error: familyError, pairs: pairs.length, series: new Set(pairs.flat()).size };
  const common = kindVariances(fit, kindOf);
  const own = drawWithinKinds(fit, common);
  const errors = pairs.map((pair) =>
    own === undefined
      ? commonError(fit, pair, family, common)
      : moderatedError(fit, pair, family, own),
  );
  if (fit.rounds.length < roundsToFlip || fit.variance.value === 0) return errors;
  const flipped = signFlipCriticalValue(fit, errors, familyError, seed);
  return errors.map((error) =>
    flipped > error.criticalValue
      ? { ...error, criticalValue: flipped, method: "sign flips" }
      : error,
  );
}

function comparablePairs({ series }: BlockFit): readonly Pair[] {
  return series.flatMap(({ component }, first) =>
    series.flatMap((other, second): Pair[] =>
      second > first && other.component === component ? [[first, second]] : [],
    ),
  );
}

/** As though all kinds scattered alike: what is left tells whether series of a kind do. */
function drawWithinKinds(
  { series, variance }: BlockFit,
  common: readonly Variance[],
): readonly Variance[] | undefined {
  const scales = common.map(({ value }) => value / variance.value);
  if (variance.value === 0 || scales.some((scale) => scale === 0)) return undefined;
  const scaleOf = (place: number) => scales[place] ?? 1;
  const scaled = series.map(({ variance: own }, place) => ({
    ...own,
    value: own.value / scaleOf(place),
  }));
  return drawVariances(scaled, variance)?.map((own, place) => ({
    ...own,
    value: own.value * scaleOf(place),
  }));
}
