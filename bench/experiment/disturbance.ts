import type { SliceRecord } from "../results/records/records.ts";

/** Follows the slices of an experiment and tells passing disturbances from lasting ones. */
export interface DisturbanceWatch {
  /** Takes the next slice; a sentence once the disturbance has lasted for several. */
  note(record: SliceRecord): string | undefined;
  /** Whether a repeat would only meet the same disturbance. */
  isLasting(): boolean;
}

/** As often is a slice measured again that the machine disturbed. */
export const repeats = 2;
/** Disturbed slices in a row: one with all its repeats. */
const lastingSlices = 1 + repeats;

/** A watch that has seen nothing. */
export function watchDisturbance(): DisturbanceWatch {
  let inARow = 0;
  return {
    note: (record) => {
      const reason = disturbanceOf(record);
      inARow = reason === undefined ? 0 : inARow + 1;
      return inARow === lastingSlices ? reason : undefined;
    },
    isLasting: () => inARow >= lastingSlices,
  };
}

/** Why the machine spoilt a slice; undefined when it did not. */
export function disturbanceOf({ refusals }: SliceRecord): string | undefined {
  return refusals.find(({ kind }) => kind === "disturbed")?.reason;
}
