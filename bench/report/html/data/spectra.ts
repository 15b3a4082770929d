import type { ExperimentRecord } from "../../../results/records/records.ts";
import { countingSlices, samplesBeyond } from "../../../results/summary/figures.ts";
import { isSaturated } from "../../../results/summary/saturation.ts";
import { readPercentiles } from "../../../statistics/histogram.ts";
import type { Places } from "./figure-data.ts";
import type { SpectrumData } from "./page-data.ts";
import { rounded } from "./rounded.ts";

const usInMs = 1000;
const mostPoints = 60;
const pointsInTenfold = 14;

/**
 * Latency at the common rate by percentile, of all rounds together, for each series that carried
 * it. As everywhere, a percentile has at least 100 samples beyond it.
 */
export function spectraOf(
  records: readonly ExperimentRecord[],
  load: string,
  places: Places,
): readonly SpectrumData[] {
  const bySeries = Map.groupBy(
    countingSlices(records, load, "common").flatMap(({ series, result }) =>
      result.kind !== "open" || isSaturated(result) ? [] : [{ series, latency: result.latencyUs }],
    ),
    ({ series }) => series,
  );
  return [...bySeries].flatMap(([key, slices]) => {
    const series = places.get(key);
    if (series === undefined) return [];
    const spectrum = spectrumOf(slices.map(({ latency }) => latency));
    return spectrum.points.length < 2 ? [] : [{ series, ...spectrum }];
  });
}

function spectrumOf(histograms: readonly string[]): Omit<SpectrumData, "series"> {
  const { count, at } = readPercentiles(histograms);
  const points = stepsTo(count / samplesBeyond).map((beyond): readonly [number, number] => [
    rounded(beyond),
    rounded(at(100 * (1 - 1 / beyond)) / usInMs),
  ]);
  return { samples: count, points };
}

/** From 1 up in equal steps of the logarithm. */
function stepsTo(largest: number): readonly number[] {
  if (largest < 1) return [];
  const tenfolds = Math.log10(largest);
  const steps = Math.min(mostPoints - 1, Math.ceil(tenfolds * pointsInTenfold));
  if (steps === 0) return [1];
  return Array.from({ length: steps + 1 }, (_, step) => 10 ** ((tenfolds * step) / steps));
}
