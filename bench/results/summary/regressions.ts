import type { RatioInterval, Verdict } from "../../statistics/verdict.ts";
import type { FigureName } from "./figures.ts";

/** What may get worse by how much: throughput that is lost, CPU time per request that is added. */
export interface Limit {
  readonly figure: Extract<FigureName, "throughput" | "cpuUsPerRequest">;
  /** 0.05 is 5 %. */
  readonly share: number;
}

/** A pair of series, the later version against the earlier. */
export interface JudgedPair {
  readonly name: string;
  readonly figures: Readonly<
    Partial<Record<FigureName, RatioInterval & { readonly verdict: Verdict }>>
  >;
}

/** What is surely worse, and by more than a limit by the best estimate: a sentence each. */
export function regressionsBeyond(
  pairs: readonly JudgedPair[],
  limits: readonly Limit[],
): readonly string[] {
  return limits.flatMap(({ figure, share }) =>
    pairs.flatMap(({ name, figures }) => {
      const compared = figures[figure];
      if (compared?.verdict !== "slower") return [];
      const { ratio, low, high } = compared;
      const losses =
        figure === "throughput" ? [1 - ratio, 1 - high, 1 - low] : [ratio - 1, low - 1, high - 1];
      if ((losses[0] ?? 0) <= share) return [];
      const [by, least, most] = losses.map((loss) => (loss * 100).toFixed(1));
      const allowed = Number((share * 100).toFixed(2));
      const word = figure === "throughput" ? "slower" : "costlier";
      return [`${name} is ${word} by ${by} % [${least}, ${most}], allowed: ${allowed} %`];
    }),
  );
}
