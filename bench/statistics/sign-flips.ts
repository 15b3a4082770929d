import type { BlockFit } from "./blocks.ts";
import { createRandom } from "./random.ts";

/** Two series, by their places, with the standard error of the difference of their means. */
interface PairOfSeries {
  readonly first: number;
  readonly second: number;
  readonly standardError: number;
}

const sampledFlips = 1000;
/** With at most this many rounds all flips are tried: 2^10, as flipping all changes nothing. */
const roundsToEnumerate = 11;

/**
 * The largest |t| over all pairs that stays unsurpassed but for `familyError`, when the signs of
 * the residuals of whole rounds are flipped at random (Freedman and Lane's residuals, Winkler et
 * al. 2014, "Permutation inference for the general linear model"): what the series of one round
 * have in common, and how noisy each of them is, stays as it was measured. All flips up to
 * eleven rounds, else a thousand, drawn by the seed.
 */
export function signFlipCriticalValue(
  fit: BlockFit,
  pairs: readonly PairOfSeries[],
  familyError: number,
  seed: number,
): number {
  const residuals = residualsByRound(fit);
  const squares = residuals.flat().reduce((sum, residual) => sum + residual ** 2, 0);
  const largest = flipsOf(fit.rounds.length, seed).map((signs) => {
    const totals = totalsOf(residuals, signs, fit.series.length);
    const effects = fit.covariance.map((line) => product(line, totals));
    const share = 1 - product(totals, effects) / squares;
    return largestDifference(effects, pairs) / Math.sqrt(Math.max(share, Number.EPSILON));
  });
  const rank = Math.ceil((1 - familyError) * (largest.length + 1));
  return largest.toSorted((a, b) => a - b)[Math.min(rank, largest.length) - 1] ?? 0;
}

function residualsByRound({ series, rounds }: BlockFit): readonly (readonly number[])[] {
  return rounds.map((round) => series.map(({ residuals }) => residuals.get(round) ?? 0));
}

/** The residuals of a round add up to 0, so that flips need no fit of the rounds again. */
function totalsOf(
  residuals: readonly (readonly number[])[],
  signs: readonly number[],
  series: number,
): readonly number[] {
  const totals = new Array<number>(series).fill(0);
  residuals.forEach((line, round) => {
    const sign = signs[round] ?? 1;
    for (let row = 0; row < series; row += 1)
      totals[row] = (totals[row] ?? 0) + sign * (line[row] ?? 0);
  });
  return totals;
}

function product(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function largestDifference(effects: readonly number[], pairs: readonly PairOfSeries[]): number {
  let largest = 0;
  for (const { first, second, standardError } of pairs) {
    const difference = Math.abs((effects[first] ?? 0) - (effects[second] ?? 0));
    largest = Math.max(largest, difference / standardError);
  }
  return largest;
}

function flipsOf(rounds: number, seed: number): readonly (readonly number[])[] {
  if (rounds <= roundsToEnumerate) {
    const patterns = Array.from({ length: 2 ** (rounds - 1) - 1 }, (_, index) => index + 1);
    return patterns.map((pattern) =>
      Array.from({ length: rounds }, (_, round) => ((pattern >> round) & 1 ? -1 : 1)),
    );
  }
  const random = createRandom(seed);
  return Array.from({ length: sampledFlips }, () =>
    Array.from({ length: rounds }, () => (random() < 2 ** 31 ? -1 : 1)),
  );
}
