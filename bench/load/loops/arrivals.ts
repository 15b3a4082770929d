import type { RequestsPerSecond } from "@rowbench/shared/contract";
import { createRandom } from "../../statistics/random.ts";

/**
 * The arrival times of a Poisson process: independent exponential gaps with mean 1 / rate, by
 * inversion, gap = -ln(u) / rate (Devroye 1986, II.2). Two schedules made from the same rate,
 * seed and end are the same to the bit, in any thread: the pacer and the socket thread each hold
 * one. A request that waits for a connection needs no queue in memory either: the backlog is
 * what lies between the schedule's cursor and now, however long it grows.
 */
export interface ArrivalSchedule {
  /** Arrivals that were taken. */
  readonly taken: number;
  /** The next arrival in microseconds after the start; Infinity once the end is reached. */
  readonly nextUs: number;
  /** Moves to the following arrival. */
  take(): void;
}

/** The schedule of all arrivals before `endUs`, which is in microseconds after the start. */
export function createArrivals(
  rate: RequestsPerSecond,
  seed: number,
  endUs: number,
): ArrivalSchedule {
  const random = createRandom(seed);
  const meanGapUs = 1_000_000 / rate;
  // Half a step is added so that u is never 0 and the gap never infinite.
  const gapUs = (): number => -Math.log((random() + 0.5) / 2 ** 32) * meanGapUs;
  const bounded = (timeUs: number): number => (timeUs < endUs ? timeUs : Number.POSITIVE_INFINITY);
  const schedule = { taken: 0, nextUs: bounded(gapUs()), take };
  function take(): void {
    schedule.taken++;
    schedule.nextUs = bounded(schedule.nextUs + gapUs());
  }
  return schedule;
}
