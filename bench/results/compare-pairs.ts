import { type PairedComparison, pairedComparison } from "../statistics/paired.ts";
import { type FigureName, figureNames, figures, observationsOf } from "./figures.ts";
import type { ExperimentRecord } from "./records.ts";
import type { ComparedPair } from "./view.ts";

/** One pair that was named beforehand, under one load. */
export interface PairSummary {
  readonly load: string;
  readonly name: string;
  /** `after` against `before`; a figure that neither or only one of them has is left out. */
  readonly figures: Readonly<Partial<Record<FigureName, PairedComparison>>>;
}

const familyError = 0.05;

/** Paired t within rounds, at a family-wise 5 % over all pairs and loads (Bonferroni). */
export function comparePairs(
  pairs: readonly ComparedPair[],
  loads: readonly string[],
  records: readonly ExperimentRecord[],
): readonly PairSummary[] {
  const confidence = 1 - familyError / Math.max(1, pairs.length * loads.length);
  return loads.flatMap((load) => {
    const observed = new Map(
      figureNames.map((name) => [name, observationsOf(records, load, name)]),
    );
    return pairs.map((pair) => {
      const entries = figureNames.flatMap((name) => {
        const { better } = figures[name];
        const valuesOf = (series: string) =>
          new Map(
            observed
              .get(name)
              ?.filter((one) => one.series === series)
              .map(({ round, value }) => [round, value]),
          );
        const options = { better, confidence };
        const compared = pairedComparison(valuesOf(pair.after), valuesOf(pair.before), options);
        return compared === undefined ? [] : [[name, compared] as const];
      });
      return { load, name: pair.name, figures: Object.fromEntries(entries) };
    });
  });
}
