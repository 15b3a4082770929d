import type { RequestsPerSecond } from "@rowbench/shared/contract";

/** The arrival schedule that a pacer follows; see `createArrivals`. */
export interface PacerSettings {
  readonly rate: RequestsPerSecond;
  readonly seed: number;
  readonly endUs: number;
}

/** Places in the memory that socket thread and pacer share. */
export const pacerSlots = { stop: 0, issued: 1, tickPending: 2 } as const;

/** What the pacer thread is started with. */
export interface PacerData extends PacerSettings {
  readonly control: Int32Array;
}
