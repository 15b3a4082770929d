import type { RatioInterval, Verdict } from "../../statistics/verdict.ts";

/** One comparison of throughputs, the later version against the earlier. */
export interface NamedRatio extends RatioInterval {
  readonly name: string;
  readonly verdict: Verdict;
}

/**
 * Those that are surely slower, and by more than this share (0.05 is 5 %) by the best estimate: a
 * sentence each.
 */
export function slowdownsBeyond(ratios: readonly NamedRatio[], share: number): readonly string[] {
  const allowed = Number((share * 100).toFixed(2));
  return ratios
    .filter(({ verdict, ratio }) => verdict === "slower" && ratio < 1 - share)
    .map(({ name, ratio, low, high }) => {
      const [by, least, most] = [ratio, high, low].map((one) => ((1 - one) * 100).toFixed(1));
      return `${name} is slower by ${by} % [${least}, ${most}], allowed: ${allowed} %`;
    });
}
