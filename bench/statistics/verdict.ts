/** What an interval of a ratio says; "cannot tell" is no tie. */
export type Verdict = "faster" | "slower" | "equivalent" | "cannot tell";

/** A ratio with its interval; one that nothing limits reaches from 0 to Infinity. */
export interface RatioInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Which figures are the good ones: high throughput, low latency. */
export type Better = "higher" | "lower";

/** How a verdict is found. */
export interface VerdictOptions {
  /** Ratios from 1 / (1 + band) to 1 + band make no difference to anybody; 0.02 by default. */
  readonly band?: number;
  /** "higher" by default. */
  readonly better?: Better;
}

const defaultBand = 0.02;

/**
 * *equivalent* when the whole interval lies in the band, else *faster* or *slower* when it lies
 * wholly on one side of 1, else *cannot tell*.
 */
export function verdictOf(
  { low, high }: Pick<RatioInterval, "low" | "high">,
  { band = defaultBand, better = "higher" }: VerdictOptions = {},
): Verdict {
  if (high <= 1 + band && low >= 1 / (1 + band)) return "equivalent";
  if (low > 1) return better === "higher" ? "faster" : "slower";
  if (high < 1) return better === "higher" ? "slower" : "faster";
  return "cannot tell";
}

/** The same verdict seen from the other one of the two. */
export function mirrorVerdict(verdict: Verdict): Verdict {
  if (verdict === "faster") return "slower";
  return verdict === "slower" ? "faster" : verdict;
}

/** The ratio of the other one of the two. */
export function mirrorRatio({ ratio, low, high }: RatioInterval): RatioInterval {
  return { ratio: 1 / ratio, low: 1 / high, high: 1 / low };
}
