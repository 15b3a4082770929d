import type { LoadSummary, PercentileSummary } from "../../../results/summary/summary.ts";
import type { Places } from "./figure-data.ts";
import type { KindData } from "./page-data.ts";
import { rounded } from "./rounded.ts";

const usInMs = 1000;

/** Latency of each kind of request of a mix, by series. */
export function kindsOf({ ranked }: LoadSummary, places: Places): readonly KindData[] {
  return ranked.flatMap(({ key, kinds }) => {
    const series = places.get(key);
    if (series === undefined) return [];
    return kinds.flatMap(({ name, p50Us, p99Us }) => [
      ...kindData(series, name, "P50", p50Us),
      ...kindData(series, name, "P99", p99Us),
    ]);
  });
}

function kindData(
  series: number,
  kind: string,
  percentile: KindData["percentile"],
  summary: PercentileSummary | undefined,
): readonly KindData[] {
  if (summary === undefined) return [];
  const [ms, lowMs, highMs] = [summary.medianUs, summary.lowUs, summary.highUs].map((us) =>
    rounded(us / usInMs),
  ) as [number, number, number];
  return [{ series, kind, percentile, ms, lowMs, highMs }];
}
