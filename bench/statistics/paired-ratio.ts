/** A ratio with its 95 % interval. */
export interface RatioInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Student's t at 0.975 for 1 to 30 degrees of freedom, R: `round(qt(0.975, 1:30), 3)`. */
const tQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

/**
 * The geometric mean of paired ratios with the interval of the paired t test on their logarithms.
 * Above 31 pairs the quantile of 31 is used, which is slightly wide. Throws below 2 pairs.
 */
export function pairedRatio(ratios: readonly number[]): RatioInterval {
  const { mean, low, high } = pairedMean(ratios.map(Math.log));
  return { ratio: Math.exp(mean), low: Math.exp(low), high: Math.exp(high) };
}

/** A mean with its 95 % interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean of paired differences with the interval of the paired t test. Throws below 2 pairs. */
export function pairedMean(differences: readonly number[]): MeanInterval {
  const { length } = differences;
  const quantile = tQuantiles[Math.min(length - 1, tQuantiles.length) - 1];
  if (quantile === undefined) throw new Error(`pairs is \`${length}\`, allowed: 2 or more`);
  const mean = average(differences);
  const squares = differences.map((difference) => (difference - mean) ** 2);
  const variance = (average(squares) * length) / (length - 1);
  const halfWidth = quantile * Math.sqrt(variance / length);
  return { mean, low: mean - halfWidth, high: mean + halfWidth };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
