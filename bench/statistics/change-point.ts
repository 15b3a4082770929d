import { mean } from "./mean.ts";

/** Whether a window went on as it began. */
export type ChangePoint =
  | { readonly kind: "steady" }
  | {
      readonly kind: "shift";
      /** The first bin at the new level. */
      readonly atBin: number;
      /** The new level divided by the old one; Infinity after nothing at all. */
      readonly ratio: number;
    };

/** Fewer bins say nothing. */
const fewestBins = 10;
const smallestShift = 1.05;
/** 1 % of Brownian bridges leave a band of this half-width: Kolmogorov's distribution. */
const criticalValue = 1.628;
/** So many batches of so many bins show whether neighbouring bins go up and down together. */
const binsPerBatch = 5;
const fewestBatches = 4;

/**
 * Looks for one lasting shift of level in counts of equal bins, by the largest cumulated deviation
 * from the mean (CUSUM; Brown, Durbin and Evans 1975). It counts when it is at least 5 % and
 * surpasses what 1 % of steady windows do. The noise is what is left once both levels are taken
 * out, so that a shift does not hide itself; of single bins or of half seconds, whichever is
 * more. As the best split takes some noise with it, the critical value is raised by 3 / bins:
 * simulated, 0.1 to 1.2 % of steady windows of 10 to 80 independent bins are called shifted, and
 * 1 to 5 % where neighbouring bins correlate by 0.3.
 */
export function changePoint(bins: readonly number[]): ChangePoint {
  if (bins.length < fewestBins) return { kind: "steady" };
  const { atBin, deviation } = largestDeviation(bins);
  const [before, after] = [mean(bins.slice(0, atBin)), mean(bins.slice(atBin))];
  const ratio = after / before;
  const isLarge = Math.max(ratio, 1 / ratio) >= smallestShift;
  if (atBin === 0 || !isLarge) return { kind: "steady" };
  const noise = noiseOf(bins.map((count, bin) => count - (bin < atBin ? before : after)));
  const allowed = criticalValue * (1 + 3 / bins.length) * noise * Math.sqrt(bins.length);
  return deviation > allowed ? { kind: "shift", atBin, ratio } : { kind: "steady" };
}

interface Deviation {
  readonly atBin: number;
  readonly deviation: number;
}

/** Bin 0 where no bin deviates from the mean. */
function largestDeviation(bins: readonly number[]): Deviation {
  const level = mean(bins);
  let largest: Deviation = { atBin: 0, deviation: 0 };
  let sum = 0;
  for (const [bin, count] of bins.slice(0, -1).entries()) {
    sum += count - level;
    if (Math.abs(sum) > largest.deviation) largest = { atBin: bin + 1, deviation: Math.abs(sum) };
  }
  return largest;
}

/** Standard deviation of a bin, two levels having been fitted. */
function noiseOf(rest: readonly number[]): number {
  const batches = Array.from({ length: Math.floor(rest.length / binsPerBatch) }, (_, batch) =>
    mean(rest.slice(batch * binsPerBatch, (batch + 1) * binsPerBatch)),
  );
  const ofBins = varianceAround0(rest);
  const isEnough = batches.length >= fewestBatches;
  return Math.sqrt(isEnough ? Math.max(ofBins, binsPerBatch * varianceAround0(batches)) : ofBins);
}

function varianceAround0(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0) / (values.length - 2);
}
