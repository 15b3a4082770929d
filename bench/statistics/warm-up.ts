/**
 * Where a warm-up stands: *rising* goes on, *steady* ends it, *unsettled* ends it because it has
 * lasted as long as it may.
 */
export type WarmUpState = "rising" | "steady" | "unsettled";

/** Bins on each side of the comparison: up to a second when a bin is a tenth. */
const comparedBins = { fewest: 5, most: 10 } as const;
const smallestRise = 0.03;
/** With fewer answers a bin, chance alone moves the means by more than a rise that matters. */
const fewAnswersPerBin = 10;

/**
 * Judges a warm-up at the end of a bin, by the answers of each bin so far. After the shortest time
 * it is steady when the last ten bins hold not more than 3 % above what the ten before held (five
 * and five, where there are not so many yet); or not more than what chance does, if that is more:
 * 2 / √answers, one and a half standard deviations of the ratio of two Poisson counts, and two
 * standard errors by the scatter of the bins (one would keep a steady server waiting for a second).
 * With under 10 answers a bin the shortest time is enough.
 */
export function judgeWarmUp(
  answersPerBin: readonly number[],
  shortestBins: number,
  longestBins: number,
): WarmUpState {
  const bins = answersPerBin.length;
  if (bins >= shortestBins && isSteady(answersPerBin)) return "steady";
  return bins >= longestBins ? "unsettled" : "rising";
}

function isSteady(answersPerBin: readonly number[]): boolean {
  const half = Math.floor(answersPerBin.length / 2);
  const compared = Math.min(comparedBins.most, Math.max(comparedBins.fewest, half));
  const last = answersPerBin.slice(-compared);
  const answers = sum(last);
  if (last.length === 0 || answers < fewAnswersPerBin * last.length) return true;
  if (answersPerBin.length < 2 * compared) return false;
  const before = answersPerBin.slice(-2 * compared, -compared);
  const chance = Math.max(2 / Math.sqrt(answers), 2 * relativeError(before, last));
  return answers <= sum(before) * (1 + Math.max(smallestRise, chance));
}

/**
 * The standard error of the ratio of both means. The scatter is that of neighbouring bins (von
 * Neumann 1941), which a steady rise hardly adds to.
 */
function relativeError(before: readonly number[], last: readonly number[]): number {
  const squares = [before, last].flatMap((bins) =>
    bins.slice(1).map((bin, index) => (bin - (bins[index] ?? bin)) ** 2),
  );
  const variance = sum(squares) / squares.length / 2;
  const mean = sum([...before, ...last]) / (2 * last.length);
  return Math.sqrt((2 * variance) / last.length) / mean;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
