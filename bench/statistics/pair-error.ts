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

/** Half of the interval's length, in logarithms. */
export function halfWidthOf({ standardError, criticalValue }: PairError): number {
  return Number.isFinite(criticalValue) ? criticalValue * standardError : criticalValue;
}

/** By the variance of all residuals and the studentized range (Tukey and Kramer). */
export function commonError(fit: BlockFit, [first, second]: Pair, family: Family): PairError {
  const { value, degreesOfFreedom } = fit.variance;
  return {
    first,
    second,
    standardError: Math.sqrt(value * differenceFactor(fit, first, second)),
    criticalValue: rangeQuantile(family, degreesOfFreedom),
    method: "studentized range",
  };
}

/**
 * By each series' own variance, Welch's degrees of freedom and Bonferroni's bound: the studentized
 * range takes one variance for granted. The series with fewer rounds adds more to the error.
 */
export function moderatedError(
  fit: BlockFit,
  [first, second]: Pair,
  family: Family,
  variances: readonly Variance[],
): PairError {
  const parts = [first, second].map((row) => {
    const { value = 0, degreesOfFreedom = 1 } = variances[row] ?? {};
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
  const degreesOfFreedom = roundDown(Math.min(welch, fit.variance.degreesOfFreedom));
  return {
    first,
    second,
    standardError: Math.sqrt(sum * factor),
    criticalValue: studentQuantile(1 - family.error / (2 * family.pairs), degreesOfFreedom),
    method: "moderated variances",
  };
}

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

/** To two digits, so that pairs share quantiles; fewer degrees of freedom are on the safe side. */
function roundDown(degreesOfFreedom: number): number {
  const step = 10 ** (Math.floor(Math.log10(degreesOfFreedom)) - 1);
  return Math.floor(degreesOfFreedom / step) * step;
}
