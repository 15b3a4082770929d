import type { Comparisons } from "./comparison.ts";

/** What all series of a sweep did at one place of its axis. */
export interface SweepPoint {
  readonly value: number;
  readonly comparisons: Comparisons;
}

/** Where one series stops to be ahead of another. */
export interface Crossing {
  readonly ahead: string;
  readonly behind: string;
  /** The last point of the sweep at which `ahead` is ahead, and the first at which it is behind. */
  readonly between: readonly [number, number];
  /** Where the ratio is 1, straight between the logarithms of the ratios at these points. */
  readonly near: number;
}

/** A ratio that is told from 1, at a point. */
interface Decided {
  readonly value: number;
  readonly logRatio: number;
}

/**
 * The places at which the order of two series turns, for every pair; points in the order of their
 * values. Only points at which the
 * simultaneous interval of the ratio leaves 1 out say who is ahead; those between are left open.
 */
export function findCrossings(points: readonly SweepPoint[]): readonly Crossing[] {
  const series = [...new Set(points.flatMap(({ comparisons }) => comparisons.series))];
  return series.flatMap((first, index) =>
    series.slice(index + 1).flatMap((second) => {
      const decided = points.flatMap(({ value, comparisons }): Decided[] => {
        const interval = comparisons.between(first, second);
        if (interval === undefined || (interval.low <= 1 && interval.high >= 1)) return [];
        return [{ value, logRatio: interval.difference }];
      });
      return turnsOf(decided, first, second);
    }),
  );
}

function turnsOf(decided: readonly Decided[], first: string, second: string): readonly Crossing[] {
  return decided.slice(1).flatMap((right, index): Crossing[] => {
    const left = decided[index];
    if (left === undefined || left.logRatio > 0 === right.logRatio > 0) return [];
    const share = left.logRatio / (left.logRatio - right.logRatio);
    const [ahead, behind] = left.logRatio > 0 ? [first, second] : [second, first];
    const near = left.value + share * (right.value - left.value);
    return [{ ahead, behind, between: [left.value, right.value], near }];
  });
}
