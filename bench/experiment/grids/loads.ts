import type { ConnectionUse } from "../../load/index.ts";
import type { Load, Pace } from "../../results/records/load.ts";
import { type Workload, waitWorkload } from "../../results/records/workload.ts";

/** What of a load is left as it is by default. */
export interface LoadSettings {
  readonly connection?: ConnectionUse;
  readonly pipeline?: number;
  readonly paces?: readonly Pace[];
}

/** A load of one workload; its name is the workload's. */
export function loadOf(
  workload: Workload,
  connections: number,
  { connection = "keep-alive", pipeline = 1, paces = [] }: LoadSettings = {},
): Load {
  return { name: workload.name, workload, connections, connection, pipeline, paces };
}

/** Loads that differ in the wait in the database, in ms. */
export function waitLoads(waits: readonly number[], connections: number): readonly Load[] {
  return waits.map((wait) => ({
    ...loadOf(waitWorkload(wait), connections),
    name: `${wait} ms`,
    place: wait,
  }));
}

/** Loads that differ in the number of client connections. */
export function connectionLoads(numbers: readonly number[], waitMs: number): readonly Load[] {
  return numbers.map((connections) => ({
    ...loadOf(waitWorkload(waitMs), connections),
    name: `${connections}`,
    place: connections,
  }));
}
