import type { Comparisons } from "./comparison.ts";
import { shiftedStudentTail, studentizedRangeQuantile } from "./distributions.ts";
import { median } from "./median.ts";

/** How much figures of one series scatter, as variances of their logarithms. */
export interface Noise {
  /** Of the throughput of one second of load, within a start. */
  readonly within: number;
  /** Between starts, whatever their length. */
  readonly between: number;
}

/** What is going to be measured. */
export interface PlannedRounds extends Noise {
  /** How many are compared; 2 for one pair that is named beforehand, by the paired t test. */
  readonly series: number;
  readonly rounds: number;
  /** How long each start is measured. */
  readonly seconds: number;
  /** Probability that any two equal series are separated; 0.05 by default. */
  readonly familyError?: number;
  /** Probability that the difference is found; the half-width of the intervals without it. */
  readonly power?: number;
}

/**
 * The smallest ratio above 1 of two series that is told from 1: the half-width of the studentized
 * range's intervals, or the true ratio that they find with the given power. Infinity for less than
 * two series or rounds. R, for one pair: `power.t.test(n, delta, sd, type = "paired")`.
 */
export function detectableRatio({ power, familyError = 0.05, ...plan }: PlannedRounds): number {
  const { series, rounds } = plan;
  const degreesOfFreedom = (series - 1) * (rounds - 1);
  if (series < 2 || rounds < 2) return Number.POSITIVE_INFINITY;
  const quantile = studentizedRangeQuantile(1 - familyError, series, degreesOfFreedom);
  const critical = quantile / Math.SQRT2;
  const errors = power === undefined ? critical : shiftFoundWith(power, critical, degreesOfFreedom);
  return Math.exp(errors * Math.sqrt((2 * startVariance(plan)) / rounds));
}

/** The variance of ln throughput of a start that is measured for `seconds`. */
function startVariance({ within, between, seconds }: Noise & { readonly seconds: number }): number {
  return between + within / seconds;
}

/** The true difference, in standard errors, that exceeds the critical value with `power`. */
function shiftFoundWith(power: number, critical: number, degreesOfFreedom: number): number {
  let [low, high] = [0, 10 * critical];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (shiftedStudentTail(critical, degreesOfFreedom, middle) < power) low = middle;
    else high = middle;
  }
  return high;
}

/** What the intervals of a run could tell from 1, as ratios above 1. */
export interface Observed {
  /** Half of all pairs were told apart from this on: their median half-width. */
  readonly typical: number;
  /** Every pair was, from this on. */
  readonly largest: number;
}

/** What a run could tell; undefined where no two series share rounds. */
export function observedDetectable({ pairs }: Comparisons): Observed | undefined {
  if (pairs.length === 0) return undefined;
  const ratios = pairs.map(({ ratio, high }) => high / ratio);
  return { typical: median(ratios), largest: Math.max(...ratios) };
}

/** What a start costs beside its measured seconds. */
export interface StartCost extends Noise {
  readonly overheadSeconds: number;
}

const fewestSeconds = 1;
const mostSeconds = 30;

/**
 * How long to measure in a start so that a given time tells most: √(overhead · within / between),
 * between 1 and 30 seconds (Kalibera and Jones 2013, "Rigorous benchmarking in reasonable time").
 */
export function bestSeconds({ overheadSeconds, within, between }: StartCost): number {
  const best = Math.sqrt((overheadSeconds * within) / between);
  return Math.min(mostSeconds, Math.max(fewestSeconds, best));
}
