/** How well values fit a distribution that is known beforehand. */
export interface GoodnessOfFit {
  /** A², larger the worse. */
  readonly statistic: number;
  /** Probability of a larger A² when the values do come from the distribution. */
  readonly pValue: number;
}

/**
 * Whether gaps could come from the exponential distribution of this mean (Anderson and Darling
 * 1954, with nothing estimated from the values). R, package goftest:
 * `ad.test(gaps, "pexp", rate = 1 / mean)`. Gaps are above 0.
 */
export function exponentialFit(gaps: readonly number[], mean: number): GoodnessOfFit {
  const statistic = andersonDarling(gaps.map((gap) => gap / mean));
  return { statistic, pValue: 1 - limitDistribution(statistic) };
}

/**
 * A² = −n − Σ (2i − 1) (ln F(xᵢ) + ln(1 − F(xₙ₊₁₋ᵢ))) / n, for F(x) = 1 − e⁻ˣ, whose second
 * logarithm is −x.
 */
function andersonDarling(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const { length } = sorted;
  const sum = sorted.reduce((total, value, index) => {
    const opposite = sorted[length - 1 - index] ?? 0;
    return total + (2 * index + 1) * (Math.log(-Math.expm1(-value)) - opposite);
  }, 0);
  return -length - sum / length;
}

/**
 * P(A² < z) for many values, to 2e-6 (Marsaglia and Marsaglia 2004, "Evaluating the
 * Anderson-Darling distribution", `adinf`).
 */
function limitDistribution(z: number): number {
  if (z <= 0) return 0;
  if (z < 2) {
    const factors = [2.00012, 0.247105, -0.0649821, 0.0347962, -0.011672, 0.00168691];
    return (Math.exp(-1.2337141 / z) / Math.sqrt(z)) * polynomial(factors, z);
  }
  const factors = [1.0776, -2.30695, 0.43424, -0.082433, 0.008056, -0.0003146];
  return Math.exp(-Math.exp(polynomial(factors, z)));
}

/** By Horner's rule, the constant first. */
function polynomial(factors: readonly number[], x: number): number {
  return factors.reduceRight((sum, factor) => sum * x + factor, 0);
}
