import { changePoint } from "../statistics/change-point.ts";
import type { SliceRecord } from "./records.ts";

/**
 * How many of these closed loops were in no steady state: still rising at the longest warm-up, or
 * at another level from some point of the window on. They are counted and kept.
 */
export function unsteadyRounds(slices: readonly SliceRecord[]): number {
  return slices.filter(({ result }) => {
    if (result.kind !== "closed") return false;
    return !result.warmUp.isSteady || changePoint(result.answersPerBin).kind === "shift";
  }).length;
}
