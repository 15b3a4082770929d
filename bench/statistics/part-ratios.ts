import { ratioAt, type SweepValues } from "./sweep-summary.ts";

/** One part of a server that was exchanged, such as its framework, with the rest as in the base. */
export interface PartChange {
  readonly part: string;
  /** What stands there instead. */
  readonly value: string;
  /** The series of the sweep that has it. */
  readonly series: string;
}

/** How far the choices of one part lie apart at one point of a sweep. */
export interface PartSpan {
  readonly part: string;
  /** Against the base, which is 1: at most 1 and at least 1. */
  readonly lowest: number;
  readonly highest: number;
}

/** The parts at a point, the one that decides most first. The base is one of each part's choices. */
export function spansAt(
  values: SweepValues,
  changes: readonly PartChange[],
  base: string,
  point: string,
): readonly PartSpan[] {
  const spans = [...new Set(changes.map(({ part }) => part))].map((part) => {
    const ratios = changes.flatMap((change) => {
      const interval =
        change.part === part ? ratioAt(values, change.series, base, point) : undefined;
      return interval === undefined ? [] : [interval.ratio];
    });
    return { part, lowest: Math.min(1, ...ratios), highest: Math.max(1, ...ratios) };
  });
  return spans.toSorted((a, b) => b.highest / b.lowest - a.highest / a.lowest);
}
