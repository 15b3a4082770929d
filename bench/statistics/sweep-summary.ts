import { geometricMean } from "./geometric-mean.ts";
import { pairedRatio, type RatioInterval } from "./paired-ratio.ts";

/** Throughputs of one series at one point, by round. */
export type RoundValues = ReadonlyMap<number, number>;

/** All throughputs of a sweep. */
export interface SweepValues {
  readonly series: readonly string[];
  readonly points: readonly { readonly label: string; readonly value: number }[];
  /** Empty where nothing was measured, or nothing counts. */
  valuesOf(series: string, point: string): RoundValues;
  /** CPU time of the server for each response, by round, in µs. */
  cpuOf(series: string, point: string): RoundValues;
  /** Resident memory of a series' processes, mean over all loads in bytes; 0 where unknown. */
  memoryOf(series: string): number;
}

/** The mean over rounds; undefined where there is none. */
export function meanAt(values: SweepValues, series: string, point: string): number | undefined {
  const own = [...values.valuesOf(series, point).values()];
  return own.length === 0 ? undefined : geometricMean(own);
}

/**
 * How many times as fast one series is as another at a point, by the rounds that hold both;
 * undefined with fewer than two such rounds.
 */
export function ratioAt(
  values: SweepValues,
  series: string,
  other: string,
  point: string,
): RatioInterval | undefined {
  const others = values.valuesOf(other, point);
  const ratios = [...values.valuesOf(series, point)].flatMap(([round, value]) => {
    const base = others.get(round);
    return base === undefined ? [] : [value / base];
  });
  return ratios.length < 2 ? undefined : pairedRatio(ratios);
}

/** The series with the highest mean at a point; undefined where nothing counts. */
export function bestAt(
  values: SweepValues,
  series: readonly string[],
  point: string,
): string | undefined {
  const measured = series.filter((name) => meanAt(values, name, point) !== undefined);
  const mean = (name: string) => meanAt(values, name, point) ?? 0;
  return measured.length === 0 ? undefined : measured.reduce((a, b) => (mean(b) > mean(a) ? b : a));
}
