import type { BlockFit, Variance } from "./blocks.ts";
import { studentizedRangeQuantile, studentQuantile } from "./distributions.ts";

/** What an interval rests on. */
export type IntervalMethod = "studentized range" | "moderated variances" | "sign flips";

/** How far the difference of two series' means may be off. */
export interface PairError {
  /** Places of the two in the fit's series. */
  readonly first: number;
  readonly second: number;
  /** Of the difference, in logarithms; 0 when nothing is known of the noise. */
  readonly standardError: number;
  /** The interval reaches this many standard errors each way; Infinity when nothing is known. */
  readonly criticalValue: number;
  readonly method: IntervalMethod;
}

/** What the intervals of a fit have in common. */
export interface Family {
  /** Probability that any of them misses the truth. */
  readonly error: number;
  /** Numbers of pairs, and of series in them. */
  readonly pairs: number;
  readonly series: number;
}

/** Places of two series. */
export type Pair = readonly [first: number, second: number];

/** @param variances of each series of the fit, in their order */
type ErrorRule = (
  fit: BlockFit,
  pair: Pair,
  family: Family,
  variances: readonly Variance[],
) => PairError;

/** Half of the interval's length, in logarithms. */
export function halfWidthOf({ standardError, criticalValue }: PairError): number {
  return Number.isFinite(criticalValue) ? criticalValue * standardError : criticalValue;
}

/**
 * By the variance of each series' kind, with Welch's degrees of freedom where kinds differ, and the
 * studentized range (Tukey and Kramer within a kind; Games and Howell between two).
 */
export const commonError: ErrorRule = (fit, pair, family, variances) => {
  const { standardError, degreesOfFreedom } = errorOfDifference(fit, pair, variances);
  const criticalValue = rangeQuantile(family, degreesOfFreedom);
  return { ...placesOf(pair), standardError, criticalValue, method: "studentized range" };
};

/**
 * By each series' own variance, Welch's degrees of freedom and Bonferroni's bound: the studentized
 * range takes one variance for granted. The series with fewer rounds adds more to the error.
 */
export const moderatedError: ErrorRule = (fit, pair, family, variances) => {
  const { standardError, degreesOfFreedom } = errorOfDifference(fit, pair, variances);
  const probability = 1 - family.error / (2 * family.pairs);
  const criticalValue = studentQuantile(probability, degreesOfFreedom);
  return { ...placesOf(pair), standardError, criticalValue, method: "moderated variances" };
};

function placesOf([first, second]: Pair): Pick<PairError, "first" | "second"> {
  return { first, second };
}

function errorOfDifference(
  fit: BlockFit,
  [first, second]: Pair,
  variances: readonly Variance[],
): { readonly standardError: number; readonly degreesOfFreedom: number } {
  const [a = nothing, b = nothing] = [variances[first], variances[second]];
  const parts = [first, second].map((row) => {
    const { value, degreesOfFreedom } = variances[row] ?? nothing;
    return { part: value * (fit.covariance[row]?.[row] ?? 0), degreesOfFreedom };
  });
  const sum = parts.reduce((total, { part }) => total + part, 0);
  const weights = [first, second].reduce(
    (total, row) => total + (fit.covariance[row]?.[row] ?? 0),
    0,
  );
  const factor = differenceFactor(fit, first, second) / weights;
  const welch =
    sum ** 2 /
    parts.reduce((total, { part, degreesOfFreedom }) => total + part ** 2 / degreesOfFreedom, 0);
  const degreesOfFreedom =
    a === b ? a.degreesOfFreedom : Math.min(welch, fit.variance.degreesOfFreedom);
  return { standardError: Math.sqrt(sum * factor), degreesOfFreedom };
}

const nothing: Variance = { value: 0, degreesOfFreedom: 1 };

/** The variance of the difference of two effects, for a variance of 1: 2 / n without gaps. */
function differenceFactor({ covariance }: BlockFit, first: number, second: number): number {
  const of = (row: number, column: number) => covariance[row]?.[column] ?? 0;
  return of(first, first) + of(second, second) - 2 * of(first, second);
}

/** In standard errors of a difference, which the studentized range counts in those of a mean. */
function rangeQuantile({ error, series }: Family, degreesOfFreedom: number): number {
  if (degreesOfFreedom < 1) return Number.POSITIVE_INFINITY;
  return studentizedRangeQuantile(1 - error, series, degreesOfFreedom) / Math.SQRT2;
}
