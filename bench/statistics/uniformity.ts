import { chiSquareTail } from "./distributions.ts";

/** Ids that are drawn as they should be are refused once in a million slices. */
const significance = 1e-6;
/** More answers than this count as this many: a bias below a percent of a bin is no lie. */
const mostAnswers = 1_000_000;

/**
 * Whether ids could have been drawn uniformly from 1 to `rows`, by Pearson's χ² on their counts in
 * bins of equal width (`bin = ⌊(id − 1) · bins / rows⌋`), R: `chisq.test(counts, p = ids / rows)`.
 * How many ids a bin has is counted, so that rows need not be a multiple of the bins.
 */
export function isUniform(counts: readonly number[], rows: number): boolean {
  const answers = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((_, bin) => idsOf(bin, counts.length, rows) / rows);
  const outside = counts.some((count, bin) => count > 0 && shares[bin] === 0);
  if (answers === 0 || outside) return !outside;
  const statistic = shares.reduce((sum, share, bin) => {
    const expected = share * answers;
    return expected === 0 ? sum : sum + ((counts[bin] ?? 0) - expected) ** 2 / expected;
  }, 0);
  const degreesOfFreedom = shares.filter((share) => share > 0).length - 1;
  if (degreesOfFreedom === 0) return true;
  const capped = statistic * Math.min(1, mostAnswers / answers);
  return chiSquareTail(capped, degreesOfFreedom) >= significance;
}

function idsOf(bin: number, bins: number, rows: number): number {
  return Math.ceil(((bin + 1) * rows) / bins) - Math.ceil((bin * rows) / bins);
}
