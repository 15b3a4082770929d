import { changePoint } from "../../statistics/change-point.ts";
import type { SliceRecord } from "../records/records.ts";

/**
 * In how many rounds a series was in no steady state: still rising at the longest warm-up, or at
 * another level from some point of a window on. They are counted and kept.
 */
export function unsteadyRounds(slices: readonly SliceRecord[]): number {
  return new Set(slices.filter(isUnsteady).map(({ round }) => round)).size;
}

/** Only the first turn of a start has a warm-up that ends by being steady. */
function isUnsteady({ turn, result }: SliceRecord): boolean {
  if (result.kind !== "closed") return false;
  if (turn === 1 && !result.warmUp.isSteady) return true;
  return changePoint(result.answersPerBin).kind === "shift";
}
