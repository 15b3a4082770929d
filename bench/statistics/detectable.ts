import type { Comparisons } from "./comparison.ts";
import { shiftedStudentTail, studentQuantile } from "./distributions.ts";
import { median } from "./median.ts";
import { mostSharedOf } from "./moderated-variances.ts";

/** How much figures of one series scatter, as variances of their logarithms. */
export interface Noise {
  /** Of the throughput of one second of load, among starts that take turns. */
  readonly within: number;
  /** Between starts that take turns, however long they are measured. */
  readonly between: number;
  /**
   * What a start that is measured in one piece has beyond that: while the machine's speed drifts,
   * others are not measured.
   */
  readonly alone: number;
}

/** How each start is measured. */
export interface MeasuredTurns {
  /** How often it is its turn among others; 1 for one piece alone. */
  readonly turns: number;
  /** Of load, all turns together. */
  readonly seconds: number;
}

/** What is going to be measured. */
export interface PlannedRounds extends Noise, MeasuredTurns {
  /** How many are compared; 2 for one pair that is named beforehand, by the paired t test. */
  readonly series: number;
  readonly rounds: number;
  /** How many are up at once; all of a round when absent. */
  readonly groupSize?: number;
  /** Probability that any two equal series are separated; 0.05 by default. */
  readonly familyError?: number;
  /** Probability that the difference is found; the half-width of the intervals without it. */
  readonly power?: number;
}

/**
 * The smallest ratio above 1 of two series that is told from 1: the half-width of the intervals of
 * `compareAll` where all series scatter alike, or the true ratio that they find with the given power.
 * Infinity for less than two series or rounds. R, for one pair: `power.t.test(n, delta, sd, type =
 * "paired")`.
 */
export function detectableRatio({ power, familyError = 0.05, ...plan }: PlannedRounds): number {
  const { series, rounds } = plan;
  const { efficiency, degreesOfFreedom: all } = designOf(plan);
  // Of each series its own, and what it has from the others; Welch's of two of them.
  const ofPair = 2 * (rounds - 1 + mostSharedOf(series));
  const degreesOfFreedom = Math.min(all, ofPair);
  if (series < 2 || rounds < 2) return Number.POSITIVE_INFINITY;
  const pairs = (series * (series - 1)) / 2;
  const critical = studentQuantile(1 - familyError / (2 * pairs), degreesOfFreedom);
  const errors = power === undefined ? critical : shiftFoundWith(power, critical, degreesOfFreedom);
  return Math.exp(errors * Math.sqrt((2 * startVariance(plan, plan)) / (rounds * efficiency)));
}

/**
 * Series that are split into groups share fewer blocks: the efficiency factor of a balanced
 * incomplete block design (Cochran and Cox 1957, "Experimental Designs", chapter 11).
 */
function designOf({ series, rounds, groupSize = series }: PlannedRounds): {
  readonly efficiency: number;
  readonly degreesOfFreedom: number;
} {
  const groups = Math.ceil(series / Math.max(1, groupSize));
  // Without groups, one after the other, a round is the block.
  if (groups === 1 || groupSize === 1)
    return { efficiency: 1, degreesOfFreedom: (series - 1) * (rounds - 1) };
  return {
    efficiency: (1 - groups / series) / (1 - 1 / series),
    degreesOfFreedom: Math.max(1, (series - groups) * rounds - series + 1),
  };
}

/** The variance of ln throughput of a start. */
export function startVariance(
  { within, between, alone }: Noise,
  { turns, seconds }: MeasuredTurns,
): number {
  return between + within / seconds + (turns > 1 ? 0 : alone);
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
 * How long to measure in a start of one piece so that a given time tells most:
 * √(overhead · within / between), between 1 and 30 seconds (Kalibera and Jones 2013, "Rigorous
 * benchmarking in reasonable time"). What drifts meanwhile counts as between.
 */
export function bestSeconds({ overheadSeconds, within, between, alone }: StartCost): number {
  const best = Math.sqrt((overheadSeconds * within) / (between + alone));
  return Math.min(mostSeconds, Math.max(fewestSeconds, best));
}

/** What a start and each of its turns take, in seconds. */
export interface TurnCost extends Noise {
  /** Beside its turns. */
  readonly startSeconds: number;
  /** A turn with everything that it takes. */
  readonly turnSeconds: number;
  /** Of load in it. */
  readonly windowSeconds: number;
}

const mostTurns = 12;

/** The same for starts that take turns: how many each of them should have, 2 to 12. */
export function bestTurns(cost: TurnCost): number {
  const { startSeconds, turnSeconds, windowSeconds, within, between } = cost;
  const best = Math.sqrt((startSeconds / turnSeconds) * (within / windowSeconds / between));
  return Math.round(Math.min(mostTurns, Math.max(2, best)));
}
