import jstat from "jstat";

const { tukey, studentt, noncentralt, chisquare } = jstat.jStat;

/**
 * The value below which the studentized range of `groups` means lies with `probability`; R:
 * `qtukey(probability, groups, degreesOfFreedom)`. Of two groups it is Student's t. Between 1 and 2 degrees of freedom, which R
 * refuses, it is Bonferroni's bound by Student's t, which is above it.
 */
export function studentizedRangeQuantile(
  probability: number,
  groups: number,
  degreesOfFreedom: number,
): number {
  if (groups === 2) return Math.SQRT2 * studentQuantile((1 + probability) / 2, degreesOfFreedom);
  const pairs = (groups * (groups - 1)) / 2;
  return remember(`range ${probability} ${groups} ${degreesOfFreedom}`, () =>
    degreesOfFreedom < 2
      ? Math.SQRT2 * studentQuantile(1 - (1 - probability) / (2 * pairs), degreesOfFreedom)
      : tukey.inv(probability, groups, degreesOfFreedom),
  );
}

/** The value below which Student's t lies with `probability`; R: `qt(probability, df)`. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return remember(`t ${probability} ${degreesOfFreedom}`, () =>
    studentt.inv(probability, degreesOfFreedom),
  );
}

/**
 * The probability that Student's t, shifted by `shift`, is above `value`; R:
 * `pt(value, df, shift, lower.tail = FALSE)`. It is the power of a t test.
 */
export function shiftedStudentTail(value: number, degreesOfFreedom: number, shift: number): number {
  return 1 - noncentralt.cdf(value, degreesOfFreedom, shift);
}

/**
 * The probability that χ² is above `value`, to about 1e-12; R: `pchisq(value, df, lower.tail =
 * FALSE)`.
 */
export function chiSquareTail(value: number, degreesOfFreedom: number): number {
  return Math.max(0, 1 - chisquare.cdf(value, degreesOfFreedom));
}

/** A quantile takes milliseconds, and the same one is asked for every pair. */
const quantiles = new Map<string, number>();

function remember(key: string, compute: () => number): number {
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const quantile = compute();
  quantiles.set(key, quantile);
  return quantile;
}
