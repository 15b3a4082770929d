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
  if (degreesOfFreedom < fewestDegrees)
    return Math.SQRT2 * studentQuantile(1 - (1 - probability) / (2 * pairs), degreesOfFreedom);
  return tabled(`range ${probability} ${groups}`, degreesOfFreedom, (degrees) =>
    tukey.inv(probability, groups, degrees),
  );
}

/** Of `tukey.inv`, as of R's `qtukey`. */
const fewestDegrees = 2;

/** The value below which Student's t lies with `probability`; R: `qt(probability, df)`. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return tabled(`t ${probability}`, degreesOfFreedom, (degrees) =>
    studentt.inv(probability, degrees),
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

/** Quantiles at degrees of freedom of two digits, by their names. */
const tables = new Map<string, Map<number, number>>();

/**
 * A quantile for as many degrees of freedom, of a table that has it for all degrees of two digits and
 * grows as it is read: exact values take up to milliseconds, and degrees that were estimated are never
 * the same twice. Between two it is linear in 1 / degrees, as printed tables are read, and too large:
 * the range by up to 2e-3 at 2.05 degrees, 2e-4 at 2.55 and 2e-5 from 10 on; Student's t as deep in its
 * tail as 595 pairs want it by 8e-2 at 1.05 degrees, 5e-3 at 2.05 and 2e-4 from 4 on.
 */
function tabled(
  name: string,
  degreesOfFreedom: number,
  exact: (degreesOfFreedom: number) => number,
): number {
  const table = tables.get(name) ?? new Map<number, number>();
  tables.set(name, table);
  const quantile = (degrees: number) => {
    const value = table.get(degrees) ?? exact(degrees);
    table.set(degrees, value);
    return value;
  };
  const perStep = 10 ** (1 - Math.floor(Math.log10(degreesOfFreedom)));
  const steps = Math.floor(degreesOfFreedom * perStep);
  const [below, above] = [steps / perStep, (steps + 1) / perStep];
  if (below === degreesOfFreedom) return quantile(below);
  const share = (1 / below - 1 / degreesOfFreedom) / (1 / below - 1 / above);
  return quantile(below) + share * (quantile(above) - quantile(below));
}
