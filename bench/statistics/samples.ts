import { studentQuantile } from "./distributions.ts";
import { mean } from "./mean.ts";
import { type RatioInterval, type Verdict, type VerdictOptions, verdictOf } from "./verdict.ts";

/** The first of two samples beside the second. */
export interface SampleComparison extends RatioInterval {
  /** Of the first one. */
  readonly verdict: Verdict;
}

/** How two samples are compared. */
export interface SampleOptions extends VerdictOptions {
  /** Of the interval; 0.95 by default. */
  readonly confidence?: number;
}

/**
 * Compares two samples that were not taken together, figures above 0 in the same unit: Welch's t
 * test on their logarithms, R: `exp(t.test(log(a), log(b), conf.level = confidence)$conf.int)`.
 * Undefined with fewer than two figures on a side.
 */
export function compareSamples(
  a: readonly number[],
  b: readonly number[],
  { confidence = 0.95, ...options }: SampleOptions = {},
): SampleComparison | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const [first, second] = [momentsOf(a), momentsOf(b)];
  const difference = first.mean - second.mean;
  const error = Math.sqrt(first.error + second.error);
  const halfWidth =
    error === 0 ? 0 : studentQuantile((1 + confidence) / 2, welchDegrees(first, second)) * error;
  const [ratio, low, high] = [difference, difference - halfWidth, difference + halfWidth].map(
    Math.exp,
  ) as [number, number, number];
  return { ratio, low, high, verdict: verdictOf({ low, high }, options) };
}

interface Moments {
  readonly mean: number;
  /** Squared standard error of the mean. */
  readonly error: number;
  readonly count: number;
}

function momentsOf(values: readonly number[]): Moments {
  const logarithms = values.map(Math.log);
  const center = mean(logarithms);
  const squares = logarithms.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const count = values.length;
  return { mean: center, error: squares / (count - 1) / count, count };
}

/** Welch (1947) and Satterthwaite (1946). */
function welchDegrees(a: Moments, b: Moments): number {
  const whole = (a.error + b.error) ** 2;
  return whole / (a.error ** 2 / (a.count - 1) + b.error ** 2 / (b.count - 1));
}
