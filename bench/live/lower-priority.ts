import { constants, setPriority } from "node:os";

/** Lets everything else on this machine run first. Where the system refuses it goes on as it is. */
export function lowerPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // It shows a run all the same.
  }
}
