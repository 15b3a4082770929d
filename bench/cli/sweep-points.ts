import type { SweepPoint } from "../measure/sweep.ts";

/** The path that waits so long in the database. */
export function waitPath(waitMs: number): string {
  return waitMs === 0 ? "/db" : `/wait/${waitMs}`;
}

/** Points that differ in the wait in the database, in ms. */
export function waitPoints(waits: readonly number[], connections: number): readonly SweepPoint[] {
  return waits.map((wait) => ({
    label: `${wait} ms`,
    value: wait,
    load: { path: waitPath(wait), expect: "row", connections },
  }));
}

/** Points that differ in the number of client connections. */
export function connectionPoints(numbers: readonly number[], path: string): readonly SweepPoint[] {
  return numbers.map((connections) => ({
    label: `${connections}`,
    value: connections,
    load: { path, expect: "row", connections },
  }));
}
