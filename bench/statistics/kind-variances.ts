import type { BlockFit, Variance } from "./blocks.ts";

/** Tells what kind a series is of, by its name: series of one kind are taken to scatter alike. */
export type KindOf = (series: string) => string;

/** A kind with less than this is taken to scatter as all others do. */
const fewestDegrees = 10;

/**
 * The variance of each series' kind, in their order: pooled over the residuals of the kind, whose
 * share of the fit's degrees of freedom it has. Kinds must be known before the figures are seen.
 */
export function kindVariances(
  { series, variance: all }: BlockFit,
  kindOf: KindOf,
): readonly Variance[] {
  const degrees = sumOf(series.map(({ variance }) => variance.degreesOfFreedom));
  const kinds = Map.groupBy(series, ({ name }) => kindOf(name));
  const variances = new Map(
    [...kinds].map(([kind, own]) => {
      const squares = sumOf(own.map(({ variance }) => variance.value * variance.degreesOfFreedom));
      const ownDegrees = sumOf(own.map(({ variance }) => variance.degreesOfFreedom));
      const degreesOfFreedom = (all.degreesOfFreedom * ownDegrees) / degrees;
      return [kind, { value: squares / ownDegrees, degreesOfFreedom }] as const;
    }),
  );
  return series.map(({ name }) => {
    const variance = kinds.size === 1 ? undefined : variances.get(kindOf(name));
    return variance !== undefined && variance.degreesOfFreedom >= fewestDegrees ? variance : all;
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
