import type { Microseconds } from "@rowbench/shared/contract";
import { microseconds } from "@rowbench/shared/contract";
import { build, decodeFromCompressedBase64, type Histogram } from "hdr-histogram-js";

/** Longer durations are recorded as this one: 134 seconds, the end of the 17th bucket. */
const longestUs = microseconds(2 ** 27 - 1);

/**
 * Records durations in whole microseconds with 3 significant digits, in HdrHistogram's own
 * layout: 2048 single microseconds, then 1024 steps for each doubling (`establishSize` in
 * HdrHistogram). Its port to JavaScript takes 127 ns to record a value, through `log2` and
 * `pow`; this takes a few, through `clz32`, and becomes a real HdrHistogram at the end.
 */
export class HistogramRecorder {
  readonly #counts = new Float64Array(18 * 1024);

  /** Records a duration in microseconds; a fraction is cut off, a negative one is 0. */
  record(durationUs: number): void {
    const value = durationUs >= longestUs ? longestUs : durationUs > 0 ? durationUs | 0 : 0;
    const bucket = value < 2048 ? 0 : 21 - Math.clz32(value);
    (this.#counts[(bucket << 10) + (value >> bucket)] as number)++;
  }

  /**
   * The value below or at which `percentile` % of the recorded values lie, so far; undefined where
   * there are none. Looks through all steps, some 0.1 ms: for now and then.
   */
  percentile(percentile: number): Microseconds | undefined {
    const counts = this.#counts;
    // Loops: `reduce` and `findIndex` take three times as long over so many steps.
    let total = 0;
    for (let index = 0; index < counts.length; index += 1) total += counts[index] as number;
    if (total === 0) return undefined;
    let left = Math.ceil((total * percentile) / 100);
    let index = 0;
    for (; left > (counts[index] as number); index += 1) left -= counts[index] as number;
    return microseconds(lowestValueAt(index));
  }

  /** The histogram as HdrHistogram V2, compressed, in base64. */
  encode(): string {
    const histogram = buildHistogram();
    this.#counts.forEach((count, index) => {
      if (count > 0) histogram.recordValueWithCount(lowestValueAt(index), count);
    });
    return encode(histogram);
  }
}

/** The figures of one histogram, in microseconds; all 0 when the count is 0. */
export interface HistogramSummary {
  readonly count: number;
  readonly meanUs: Microseconds;
  readonly p50Us: Microseconds;
  readonly p90Us: Microseconds;
  readonly p99Us: Microseconds;
  readonly p999Us: Microseconds;
  readonly maxUs: Microseconds;
}

/**
 * Reads a histogram in HdrHistogram V2 (compressed, base64). A percentile is the highest value
 * of its step, as in every HdrHistogram: at most 0.1 % above the recorded one.
 */
export function summarizeHistogram(encoded: string): HistogramSummary {
  const histogram = decode(encoded);
  const at = (percentile: number) => microseconds(histogram.getValueAtPercentile(percentile));
  return {
    count: histogram.totalCount,
    meanUs: microseconds(meanOf(histogram)),
    p50Us: at(50),
    p90Us: at(90),
    p99Us: at(99),
    p999Us: at(99.9),
    maxUs: microseconds(histogram.totalCount === 0 ? 0 : histogram.maxValue),
  };
}

/**
 * The mean with each value in the middle of its step, as HdrHistogram has it. The library's own walks
 * through an iterator: it took 14 of 15 seconds in which a report of 1,200 starts was made.
 */
function meanOf(histogram: Histogram): number {
  const counts = histogram as Histogram & Counts;
  let sum = 0;
  let left = histogram.totalCount;
  for (let index = 0; left > 0 && index < counts.countsArrayLength; index += 1) {
    const count = counts.getCountAtIndex(index);
    if (count === 0) continue;
    const value = lowestValueAt(index);
    sum += count * (value + Math.floor(stepAt(index) / 2));
    left -= count;
  }
  return histogram.totalCount === 0 ? 0 : sum / histogram.totalCount;
}

/** What the type of the library leaves out. */
interface Counts {
  readonly countsArrayLength: number;
  getCountAtIndex(index: number): number;
}

/** The value in microseconds below or at which `percentile` % of the recorded values lie. */
export function percentileOf(encoded: string, percentile: number): Microseconds {
  return microseconds(decode(encoded).getValueAtPercentile(percentile));
}

/** Several histograms as one, to be asked for many percentiles. */
export interface Percentiles {
  readonly count: number;
  /** The value in microseconds below or at which `percentile` % of the recorded values lie. */
  at(percentile: number): Microseconds;
}

/** Reads histograms once for all percentiles that are asked for. */
export function readPercentiles(encoded: readonly string[]): Percentiles {
  const merged = mergeDecoded(encoded);
  return {
    count: merged.totalCount,
    at: (percentile) => microseconds(merged.getValueAtPercentile(percentile)),
  };
}

/** One histogram with the values of all; percentiles are never averaged. */
export function mergeHistograms(encoded: readonly string[]): string {
  return encode(mergeDecoded(encoded));
}

function mergeDecoded(encoded: readonly string[]): Histogram {
  const merged = buildHistogram();
  for (const one of encoded) merged.add(decode(one));
  return merged;
}

function buildHistogram(): Histogram {
  return build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: longestUs,
    numberOfSignificantValueDigits: 3,
  });
}

function decode(encoded: string): Histogram {
  return decodeFromCompressedBase64(encoded, 64);
}

function encode(histogram: Histogram): string {
  return (
    histogram as Histogram & { encodeIntoCompressedBase64(): string }
  ).encodeIntoCompressedBase64();
}

/** The inverse of the index in `record`. */
function lowestValueAt(index: number): number {
  const bucket = bucketOf(index);
  return (index - (bucket << 10)) * 2 ** bucket;
}

/** How many values share the count at an index. */
function stepAt(index: number): number {
  return 2 ** bucketOf(index);
}

function bucketOf(index: number): number {
  return index < 2048 ? 0 : (index >> 10) - 1;
}
