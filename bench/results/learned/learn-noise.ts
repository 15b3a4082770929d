import type { Noise } from "../../statistics/detectable.ts";
import { noiseOf } from "../../statistics/noise.ts";
import type { ReadRecords } from "../records/read-records.ts";
import { hasWaits } from "../records/workload.ts";
import { countingSlices } from "../summary/figures.ts";

/** Starts below this teach nothing that the next experiment could plan by. */
const fewestStarts = 12;
/** Starts that get less scatter by how cold they still are. */
const shortestWarmUpMs = 2000;

/**
 * How much throughput scattered within starts and between them, over all series and loads that
 * have no waits (which scatter less); undefined when there were too few, or all of them cold.
 */
export function learnNoise(
  { header, records }: ReadRecords,
  known: Noise,
): (Noise & { readonly starts: number }) | undefined {
  const { warmUp, turns: number, piece } = header.plan.durations;
  if (warmUp.shortest < shortestWarmUpMs) return undefined;
  // One turn cannot tell what is within starts from what is between them.
  if (piece !== undefined && number === 1) return undefined;
  const turns = header.plan.loads
    .filter(({ workload }) => !hasWaits(workload))
    .flatMap(({ name }, place, loads) =>
      countingSlices(records, name, "closed").map(({ series, group, turn, result }) => ({
        series: `${name}\n${series}`,
        // Under each load a group is one of its own.
        group: group * loads.length + place,
        turn,
        value: result.throughput,
        seconds: result.elapsedUs / 1_000_000,
      })),
    );
  const starts = new Set(turns.map(({ series, group }) => `${group} ${series}`)).size;
  const noise = starts < fewestStarts ? undefined : noiseOf(turns, known);
  return noise && { ...noise, starts };
}
