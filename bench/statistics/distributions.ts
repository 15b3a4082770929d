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
  return degreesOfFreedom < fewestDegrees
    ? Math.SQRT2 * studentQuantile(1 - (1 - probability) / (2 * pairs), degreesOfFreedom)
    : interpolatedRangeQuantile(probability, groups, degreesOfFreedom);
}

/** Of `tukey.inv`, as of R's `qtukey`. */
const fewestDegrees = 2;
/**
 * Exact values take milliseconds, and degrees of freedom that were estimated are never the same
 * twice: linear in 1 / degrees between the neighbours in a table, as printed tables are read. The
 * table has all degrees of two digits; between them it is too large by up to 2e-3 at 2.05 degrees,
 * 2e-4 at 2.55 and 2e-5 from 10 on.
 */
function interpolatedRangeQuantile(
  probability: number,
  groups: number,
  degreesOfFreedom: number,
): number {
  const quantile = (degrees: number) =>
    remember(`range ${probability} ${groups} ${degrees}`, () =>
      tukey.inv(probability, groups, degrees),
    );
  const perStep = 10 ** (1 - Math.floor(Math.log10(degreesOfFreedom)));
  const steps = Math.floor(degreesOfFreedom * perStep);
  const [below, above] = [steps / perStep, (steps + 1) / perStep];
  if (below === degreesOfFreedom) return quantile(below);
  const share = (1 / below - 1 / degreesOfFreedom) / (1 / below - 1 / above);
  return quantile(below) + share * (quantile(above) - quantile(below));
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

/** The same one is asked for every pair. */
const quantiles = new Map<string, number>();

function remember(key: string, compute: () => number): number {
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const quantile = compute();
  quantiles.set(key, quantile);
  return quantile;
}
