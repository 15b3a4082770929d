import { type BlockFit, fitBlocks } from "./blocks.ts";
import type { Noise } from "./detectable.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";

/** One start that was measured: what a series answered in one round. */
export interface MeasuredStart {
  readonly series: string;
  readonly round: number;
  /** Answers in each tenth of a second of the window. */
  readonly answersPerBin: readonly number[];
  /** Of the window, in any unit; above 0. */
  readonly throughput: number;
}

const binsPerSecond = 10;
/**
 * Bins of a tenth of a second depend on each other (a collection of garbage in one is made up for
 * in the next); means of half a second hardly do (batch means, Law and Kelton).
 */
const binsPerBatch = 5;
const fewestBatches = 4;
/** Starts never vary by less than half a percent, whatever a few of them seem to say. */
const smallestBetween = 0.005 ** 2;

/**
 * Estimates the noise within and between starts, so that `between + within / seconds` is the
 * variance that the starts at hand show. What is within is the median over series, so that a
 * stalled one does not decide; windows shorter than two seconds cannot tell it, so that what was
 * known before stands. The rest of the variance counts as between. Undefined with too few starts.
 */
export function noiseOf(starts: readonly MeasuredStart[], known: Noise): Noise | undefined {
  const { variance }: Pick<BlockFit, "variance"> = fitBlocks(
    starts.map(({ throughput: value, ...start }) => ({ ...start, value })),
  );
  if (variance.degreesOfFreedom === 0) return undefined;
  const within = withinStarts(starts) ?? known.within;
  const seconds = mean(starts.map(({ answersPerBin }) => answersPerBin.length / binsPerSecond));
  return { within, between: Math.max(smallestBetween, variance.value - within / seconds) };
}

/** Undefined where all windows are too short to tell. */
function withinStarts(starts: readonly MeasuredStart[]): number | undefined {
  const long = starts.filter(
    ({ answersPerBin }) => batchesOf(answersPerBin).length >= fewestBatches,
  );
  if (long.length === 0) return undefined;
  const series = new Set(long.map((start) => start.series));
  return median(
    [...series].map((name) =>
      mean(long.filter((start) => start.series === name).map(varianceOfSecond)),
    ),
  );
}

function batchesOf(bins: readonly number[]): readonly number[] {
  return Array.from({ length: Math.floor(bins.length / binsPerBatch) }, (_, batch) =>
    mean(bins.slice(batch * binsPerBatch, (batch + 1) * binsPerBatch)),
  );
}

/** Of ln throughput in one second, by the squared coefficient of variation of the batches. */
function varianceOfSecond({ answersPerBin }: MeasuredStart): number {
  const batches = batchesOf(answersPerBin);
  const level = mean(batches);
  const squares = batches.reduce((sum, batch) => sum + (batch / level - 1) ** 2, 0);
  return (squares / (batches.length - 1)) * (binsPerBatch / binsPerSecond);
}
