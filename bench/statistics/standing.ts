import type { Comparisons } from "./comparison.ts";
import type { RatioInterval } from "./verdict.ts";

/** How one series stands beside the best. */
export interface Standing {
  readonly series: string;
  /** Absent for the best itself, and for one that shares no rounds with it. */
  readonly ratioToBest?: RatioInterval;
  /** "cannot tell" is no tie: the rounds were too few or too noisy. */
  readonly standing: "best" | "equivalent" | "cannot tell" | "slower";
}

/**
 * Every series beside the best, which comes first. The best is picked by its own figures, which
 * flatters it; so the ratios to it have the intervals that hold for all pairs.
 */
export function standingsOf({ series, between }: Comparisons): readonly Standing[] {
  const [best = ""] = series;
  return series.map((name): Standing => {
    if (name === best) return { series: name, standing: "best" };
    const comparison = between(name, best);
    if (comparison === undefined) return { series: name, standing: "cannot tell" };
    const { ratio, low, high, verdict } = comparison;
    const standing = verdict === "faster" ? "cannot tell" : verdict;
    return { series: name, ratioToBest: { ratio, low, high }, standing };
  });
}
