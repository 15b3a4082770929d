import type { Noise } from "../statistics/detectable.ts";
import { noiseOf } from "../statistics/noise.ts";
import { countingSlices } from "./figures.ts";
import type { ReadRecords } from "./read-records.ts";

/** Starts below this teach nothing that the next experiment could plan by. */
const fewestStarts = 12;

/**
 * How much throughput scattered within starts and between them, over all series and loads that
 * have no waits (which scatter less); undefined when there were too few.
 */
export function learnNoise(
  { header, records }: ReadRecords,
  known: Noise,
): (Noise & { readonly starts: number }) | undefined {
  const starts = header.plan.loads
    .filter(({ workload }) => workload.kinds.every(({ wait = 0 }) => wait === 0))
    .flatMap(({ name }) => countingSlices(records, name, "closed"))
    .map(({ load, series, round, result }) => ({
      series: `${load}\n${series}`,
      round,
      throughput: result.throughput,
      answersPerBin: result.answersPerBin,
    }));
  const noise = starts.length < fewestStarts ? undefined : noiseOf(starts, known);
  return noise && { ...noise, starts: starts.length };
}
