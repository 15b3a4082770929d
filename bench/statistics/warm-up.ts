/**
 * Where a warm-up stands: *rising* goes on, *steady* ends it, *unsettled* ends it because it has
 * lasted as long as it may.
 */
export type WarmUpState = "rising" | "steady" | "unsettled";

/** Bins on each side of the comparison: half a second when a bin is a tenth. */
const comparedBins = 5;
const smallestRise = 0.03;
/** With fewer answers a bin, chance alone moves the means by more than a rise that matters. */
const fewAnswersPerBin = 10;

/**
 * Judges a warm-up at the end of a bin, by the answers of each bin so far. After the shortest time
 * it is steady when the mean of the last five bins is not more than 3 % above the mean of the five
 * before, or not more than 2 / √answers, if that is more: one and a half standard deviations of
 * the ratio of two Poisson counts. With under 50 answers in five bins the shortest time is enough.
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
  const last = answersPerBin.slice(-comparedBins);
  const answers = sum(last);
  if (last.length === 0 || answers < fewAnswersPerBin * last.length) return true;
  if (answersPerBin.length < 2 * comparedBins) return false;
  const before = sum(answersPerBin.slice(-2 * comparedBins, -comparedBins));
  return answers <= before * (1 + Math.max(smallestRise, 2 / Math.sqrt(answers)));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
