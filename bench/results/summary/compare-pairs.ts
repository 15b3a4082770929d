import {
  type NamedPair,
  type PairedComparison,
  pairedComparisons,
} from "../../statistics/paired.ts";
import type { RoundValues } from "../../statistics/ratios-by-round.ts";
import type { ExperimentRecord } from "../records/records.ts";
import type { ComparedPair } from "../records/view.ts";
import { type FigureName, figureNames, figures, observationsOf } from "./figures.ts";

/** One pair that was named beforehand, under one load. */
export interface PairSummary {
  readonly load: string;
  readonly name: string;
  /** `after` against `before`; a figure that neither or only one of them has is left out. */
  readonly figures: Readonly<Partial<Record<FigureName, PairedComparison>>>;
}

/** Within rounds, all pairs under all loads at a family-wise 5 %. */
export function comparePairs(
  pairs: readonly ComparedPair[],
  loads: readonly string[],
  records: readonly ExperimentRecord[],
): readonly PairSummary[] {
  const named = loads.flatMap((load) => pairs.map((pair) => ({ load, ...pair })));
  const compared = figureNames.map((name) => {
    const observed = new Map(loads.map((load) => [load, observationsOf(records, load, name)]));
    const valuesOf = (load: string, series: string): RoundValues => {
      const own = observed.get(load)?.filter((one) => one.series === series) ?? [];
      return new Map(own.map(({ round, value }) => [round, value]));
    };
    const { better } = figures[name];
    const ofPairs = named.map(({ load, before, after }): NamedPair => {
      return [valuesOf(load, after), valuesOf(load, before)];
    });
    return [name, pairedComparisons(ofPairs, { better })] as const;
  });
  return named.map(({ load, name }, place) => {
    const entries = compared.flatMap(([figure, ofPairs]) => {
      const own = ofPairs[place];
      return own === undefined ? [] : [[figure, own] as const];
    });
    return { load, name, figures: Object.fromEntries(entries) };
  });
}
