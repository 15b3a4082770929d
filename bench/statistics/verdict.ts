import type { RatioInterval } from "./paired-ratio.ts";
import { bestAt, meanAt, ratioAt, type SweepValues } from "./sweep-summary.ts";

/** How one series stands beside the best at a point. */
export interface Verdict {
  readonly series: string;
  readonly throughput: number;
  /** Absent for the best itself. */
  readonly ratioToBest?: RatioInterval;
  /** "tie": its interval holds 1, so that nobody can tell it from the best. */
  readonly standing: "best" | "tie" | "slower";
}

/** Every series that has figures at a point, the fastest first. */
export function judge(values: SweepValues, point: string): readonly Verdict[] {
  const best = bestAt(values, values.series, point);
  if (best === undefined) return [];
  const verdicts = values.series.flatMap((series): Verdict[] => {
    const throughput = meanAt(values, series, point);
    if (throughput === undefined) return [];
    if (series === best) return [{ series, throughput, standing: "best" }];
    const ratioToBest = ratioAt(values, series, best, point);
    if (ratioToBest === undefined) return [];
    const standing = ratioToBest.high < 1 ? "slower" : "tie";
    return [{ series, throughput, ratioToBest, standing }];
  });
  return verdicts.toSorted((a, b) => b.throughput - a.throughput);
}
