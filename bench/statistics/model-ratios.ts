import type { Comparisons } from "./comparison.ts";
import type { RatioInterval } from "./verdict.ts";

/** A series of a run, as a server under a model. */
export interface ModelSeries {
  /** Its name in the comparisons. */
  readonly name: string;
  readonly server: string;
  readonly model: string;
}

/** How many times as fast a server is under each model as under `single`. */
export interface ModelRatios {
  readonly server: string;
  readonly ratios: ReadonlyMap<string, RatioInterval>;
}

const baseline = "single";

/**
 * The models of each server beside its `single`, by the intervals that hold for all pairs of the
 * run. Servers without `single`, and models that share no rounds with it, are left out.
 */
export function modelRatios(
  series: readonly ModelSeries[],
  { between }: Comparisons,
): readonly ModelRatios[] {
  return series
    .filter(({ model }) => model === baseline)
    .map((single) => {
      const others = series.filter((one) => one.server === single.server && one !== single);
      const ratios = others.flatMap(({ name, model }) => {
        const comparison = between(name, single.name);
        return comparison === undefined ? [] : [[model, comparison] as const];
      });
      return { server: single.server, ratios: new Map(ratios) };
    })
    .filter(({ ratios }) => ratios.size > 0)
    .toSorted((a, b) => a.server.localeCompare(b.server));
}
