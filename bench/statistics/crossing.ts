import { ratioAt, type SweepValues } from "./sweep-summary.ts";

/** Where one series stops to be ahead of another. */
export interface Crossing {
  readonly ahead: string;
  readonly behind: string;
  /** The last point of the sweep at which `ahead` is ahead, and the first at which it is behind. */
  readonly between: readonly [number, number];
  /** Where the ratio is 1, straight between the logarithms of the ratios at these points. */
  readonly near: number;
}

interface Decided {
  readonly value: number;
  readonly logRatio: number;
}

/**
 * The points at which the order of two series turns, for every pair. Only points at which the
 * interval of the ratio does not hold 1 say who is ahead; those between are left open.
 */
export function findCrossings(values: SweepValues): readonly Crossing[] {
  const { series } = values;
  return series.flatMap((first, index) =>
    series.slice(index + 1).flatMap((second) => crossingsOf(values, first, second)),
  );
}

function crossingsOf(values: SweepValues, first: string, second: string): readonly Crossing[] {
  const decided = values.points.flatMap(({ label, value }): Decided[] => {
    const interval = ratioAt(values, first, second, label);
    if (interval === undefined || (interval.low <= 1 && interval.high >= 1)) return [];
    return [{ value, logRatio: Math.log(interval.ratio) }];
  });
  return decided.slice(1).flatMap((right, index): Crossing[] => {
    const left = decided[index];
    if (left === undefined || left.logRatio > 0 === right.logRatio > 0) return [];
    const share = left.logRatio / (left.logRatio - right.logRatio);
    const [ahead, behind] = left.logRatio > 0 ? [first, second] : [second, first];
    const near = left.value + share * (right.value - left.value);
    return [{ ahead, behind, between: [left.value, right.value], near }];
  });
}
