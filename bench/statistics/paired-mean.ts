import { type MeanInterval, meanInterval } from "./mean-interval.ts";
import type { RoundValues } from "./ratios-by-round.ts";

/**
 * The mean of `a` − `b` over the rounds that hold both, in their unit, with the interval of the
 * paired t test; undefined with fewer than two such rounds.
 */
export function pairedMean(
  a: RoundValues,
  b: RoundValues,
  confidence?: number,
): MeanInterval | undefined {
  const differences = [...a].flatMap(([round, value]) => {
    const other = b.get(round);
    return other === undefined ? [] : [value - other];
  });
  return meanInterval(differences, confidence);
}
