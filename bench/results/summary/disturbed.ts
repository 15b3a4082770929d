import { geometricMean } from "../../statistics/geometric-mean.ts";
import type { Load } from "../records/load.ts";
import type { ExperimentRecord, SliceRecord } from "../records/records.ts";
import { type Series, seriesKey } from "../records/series.ts";
import { slicesOf } from "../records/series-records.ts";
import type { DisturbedSeries } from "./summary.ts";

/**
 * What each series answered in closed loops that count for nothing but because the machine was
 * disturbed; in the order of the plan, since nothing is concluded from them.
 */
export function disturbedSeries(
  all: readonly Series[],
  records: readonly ExperimentRecord[],
  { name }: Load,
): readonly DisturbedSeries[] {
  return all.flatMap((series) => {
    const key = seriesKey(series);
    const slices = slicesOf(records, key, name).filter(isDisturbedLoop);
    if (slices.length === 0) return [];
    const byRound = [...Map.groupBy(slices, ({ round }) => round)].map(
      ([round, own]) => [round, geometricMean(own.map(({ result }) => result.throughput))] as const,
    );
    const values = byRound.map(([, value]) => value);
    return {
      key,
      series,
      throughput: {
        value: geometricMean(values),
        low: Math.min(...values),
        high: Math.max(...values),
        byRound: Object.fromEntries(byRound),
      },
      takenShares: slices.flatMap(({ cpu }) =>
        cpu === undefined ? [] : [cpu.shares.foreign + cpu.shares.steal],
      ),
    };
  });
}

function isDisturbedLoop({ loop, refusals, result }: SliceRecord): boolean {
  const isOnlyDisturbed = refusals.every(({ kind }) => kind === "disturbed");
  return loop === "closed" && refusals.length > 0 && isOnlyDisturbed && result.throughput > 0;
}
