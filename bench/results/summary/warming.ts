import { binUs } from "../../load/index.ts";
import { mean } from "../../statistics/mean.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import type { RatioInterval } from "../../statistics/verdict.ts";
import type { ExperimentRecord, SliceRecord } from "../records/records.ts";

/** Fewer bins of a tenth of a second tell little of a start. */
const fewestBins = 4;

/**
 * How many times as much starts answered in the second half of what counts as in the first: above 1
 * where they were not warm yet. Starts of a group shared its minutes, so that each group gives one
 * figure, the mean logarithm of its starts; with the interval of Student's t over groups. Undefined
 * with fewer than two groups.
 */
export function warmingOf(records: readonly ExperimentRecord[]): RatioInterval | undefined {
  const closed = records.filter(
    (one): one is SliceRecord =>
      one.kind === "slice" && one.loop === "closed" && one.refusals.length === 0,
  );
  const groups = Map.groupBy(closed, ({ load, group }) => `${load}\n${group}`);
  const changes = [...groups.values()].flatMap((slices) => {
    const starts = Map.groupBy(slices, ({ series }) => series);
    const own = [...starts.values()].flatMap((turns) => changeOf(turns) ?? []);
    return own.length === 0 ? [] : [mean(own)];
  });
  const interval = meanInterval(changes);
  return (
    interval && {
      ratio: Math.exp(interval.mean),
      low: Math.exp(interval.low),
      high: Math.exp(interval.high),
    }
  );
}

/** ln(second half / first half), over the turns of a start under one load. */
function changeOf(turns: readonly SliceRecord[]): number | undefined {
  const bins = turns
    .toSorted((a, b) => a.turn - b.turn)
    // The last bin may be a part of one.
    .flatMap(({ result }) => result.answersPerBin.slice(0, Math.floor(result.elapsedUs / binUs)));
  if (bins.length < fewestBins) return undefined;
  const half = Math.floor(bins.length / 2);
  const [before, after] = [mean(bins.slice(0, half)), mean(bins.slice(-half))];
  return before > 0 && after > 0 ? Math.log(after / before) : undefined;
}
