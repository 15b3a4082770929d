import type { BlockFit, Variance } from "./blocks.ts";
import { type KindOf, kindVariances } from "./kind-variances.ts";
import { type Moderation, moderateVariances } from "./moderated-variances.ts";
import {
  commonError,
  type Family,
  halfWidthOf,
  moderatedError,
  type Pair,
  type PairError,
} from "./pair-error.ts";
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
 * together but for `familyError`: the studentized range on the variance of the residuals of their
 * kinds (Tukey and Kramer; Games and Howell between kinds), or, where variances within kinds differ
 * by more than chance, each series' own moderated variance if that gives the wider interval. From
 * ten rounds on the critical value of max |t| over sign flips replaces a smaller one.
 *
 * The rule of Games and Howell's intervals for pairs whose variances differ threefold was tried and
 * does not hold: two noisy series do not differ from each other, and few rounds make a small
 * variance by chance. Simulated for 34 series, 1000 runs, family error / pairs of different series
 * that were separated, in %:
 *
 *     standard deviations                rounds   one variance   threefold rule   this
 *     alike                                 3        6 / 63          14 / 45     4 / 59
 *     alike                                 6        6 / 63           7 / 60     4 / 62
 *     alike, 1 figure in 20 four times      4       18 / 62          14 / 52     5 / 58
 *     from 1 to 4.5, evenly                 3       24 / 57          27 / 37     9 / 47
 *     from 1 to 4.5, evenly                 6       23 / 56          20 / 49     5 / 49
 *     one half 1, the other half 3         10       27 / 30          26 / 25     2 / 21
 *
 * Three or four rounds of very unequal series are the one case in which the error is too large.
 * Games and Howell's quantile in place of Bonferroni's, on the moderated variances, is 4 to 18 %
 * narrower, and misses in 7 to 14 % of such runs (3 to 10 % by this); so does a test of whether
 * variances differ at all, at 5 %, before they are used (13 to 18 % with three and four rounds).
 */
export function pairErrors(
  fit: BlockFit,
  { familyError, seed, kindOf }: ErrorOptions,
): readonly PairError[] {
  const pairs = comparablePairs(fit);
  const family = { error: familyError, pairs: pairs.length, series: new Set(pairs.flat()).size };
  const common = kindVariances(fit, kindOf);
  const moderation = moderateWithin(fit, common);
  const errors = pairs.map((pair) => errorOf(fit, pair, family, common, moderation));
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
function moderateWithin({ series, variance }: BlockFit, common: readonly Variance[]): Moderation {
  const scaleOf = (place: number) => (common[place]?.value ?? 0) / variance.value;
  if (variance.value === 0 || common.some(({ value }) => value === 0)) return { kind: "alike" };
  const scaled = series.map(({ variance: own }, place) => ({
    ...own,
    value: own.value / scaleOf(place),
  }));
  const moderation = moderateVariances(scaled, variance);
  if (moderation.kind === "alike") return moderation;
  const variances = moderation.variances.map((own, place) => ({
    ...own,
    value: own.value * scaleOf(place),
  }));
  return { kind: "different", variances };
}

function errorOf(
  fit: BlockFit,
  pair: Pair,
  family: Family,
  variances: readonly Variance[],
  moderation: Moderation,
): PairError {
  const common = commonError(fit, pair, family, variances);
  if (moderation.kind === "alike") return common;
  const moderated = moderatedError(fit, pair, family, moderation.variances);
  return halfWidthOf(moderated) > halfWidthOf(common) ? moderated : common;
}
