import type { KindOf } from "../../statistics/kind-variances.ts";
import { eventLoopsOf } from "./event-loops.ts";
import type { Plan } from "./records.ts";
import { seriesKey } from "./series.ts";

/**
 * Which series scatter alike. Those whose workers share the processors use up a small machine and
 * scatter more than those with one event loop (35 cells on two cores, starts of 1.3 s in pieces: 13
 * and 7 %); where windows are in one, the drift of the machine is most of it, alike for all (12 and
 * 14 %).
 */
export function noiseKindOf({ series, durations }: Pick<Plan, "series" | "durations">): KindOf {
  if (durations.piece === undefined) return () => "all";
  const loops = new Map(series.map((one) => [seriesKey(one), eventLoopsOf(one)]));
  return (key) => ((loops.get(key) ?? 1) > 1 ? "several loops" : "one loop");
}
