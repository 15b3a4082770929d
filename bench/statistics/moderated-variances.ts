import type { Variance } from "./blocks.ts";
import { mean } from "./mean.ts";
import { digamma, inverseTrigamma, trigamma } from "./special-functions.ts";

/** Whether the series' variances differ, and what each of them is then. */
export type Moderation =
  /** No more than equal variances do by chance: the variance of all holds for each. */
  | { readonly kind: "alike" }
  /** Of each series, in their order. */
  | { readonly kind: "different"; readonly variances: readonly Variance[] };

/** Fewer own degrees of freedom than this say nothing. */
const fewestDegrees = 1;
const fewestSeries = 3;
/** A variance of 0 has no logarithm. */
const smallestShare = 1e-6;

/**
 * Variances of a few rounds each, drawn towards what they have in common as far as they differ no
 * more than by chance: the empirical Bayes estimate of Smyth (2004, "Linear models and empirical
 * Bayes methods for assessing differential expression").
 * The logarithms of k equal variances of one fit share a correlation of about 1 / (k − 1)², which
 * their spread is corrected for.
 */
export function moderateVariances(own: readonly Variance[], all: Variance): Moderation {
  const known = knownOf(own, all);
  if (known.length < fewestSeries || all.value === 0) return { kind: "alike" };
  const prior = priorOf(known);
  if (prior === undefined) return { kind: "alike" };
  return { kind: "different", variances: own.map((variance) => combineVariances(variance, prior)) };
}

/**
 * The same for intervals of all pairs: with no more degrees of freedom from the others than half of
 * their number, whether they look alike or not. What few rounds of few series say of how much the
 * variances differ is itself uncertain, and one series that scatters more than all others is easily
 * taken for one of them. Undefined for too few series, or without any noise.
 */
export function drawVariances(
  own: readonly Variance[],
  all: Variance,
): readonly Variance[] | undefined {
  const known = knownOf(own, all);
  if (known.length < fewestSeries || all.value === 0) return undefined;
  const { value, degreesOfFreedom } = priorOf(known) ?? { ...all, degreesOfFreedom: Infinity };
  const shared = { value, degreesOfFreedom: Math.min(degreesOfFreedom, mostSharedOf(own.length)) };
  return own.map((variance) => combineVariances(variance, shared));
}

/** How many degrees of freedom a variance may have from those of the other series. */
export function mostSharedOf(series: number): number {
  return series / 2;
}

function knownOf(own: readonly Variance[], all: Variance): readonly Variance[] {
  return own
    .filter(({ degreesOfFreedom }) => degreesOfFreedom >= fewestDegrees)
    .map(({ value, degreesOfFreedom }) => ({
      value: Math.max(value, smallestShare * all.value),
      degreesOfFreedom,
    }));
}

/** What the variances have in common; undefined where they differ no more than by chance. */
function priorOf(known: readonly Variance[]): Variance | undefined {
  const logs = known.map(({ value, degreesOfFreedom }) => Math.log(value) - bias(degreesOfFreedom));
  const level = mean(logs);
  const spread = logs.reduce((sum, log) => sum + (log - level) ** 2, 0) / (logs.length - 1);
  const byChance = mean(known.map(({ degreesOfFreedom }) => trigamma(degreesOfFreedom / 2)));
  const excess = spread - byChance * (1 - 1 / (known.length - 1) ** 2);
  if (excess <= 0) return undefined;
  const degreesOfFreedom = 2 * inverseTrigamma(excess);
  return { value: Math.exp(level + bias(degreesOfFreedom)), degreesOfFreedom };
}

/** The mean of ln(χ² / d) with d degrees of freedom. */
function bias(degreesOfFreedom: number): number {
  return digamma(degreesOfFreedom / 2) - Math.log(degreesOfFreedom / 2);
}

/** The mean of two estimates of one variance, by what each rests on. */
export function combineVariances(own: Variance, prior: Variance): Variance {
  const degreesOfFreedom = own.degreesOfFreedom + prior.degreesOfFreedom;
  const squares = own.value * own.degreesOfFreedom + prior.value * prior.degreesOfFreedom;
  return { value: squares / degreesOfFreedom, degreesOfFreedom };
}
