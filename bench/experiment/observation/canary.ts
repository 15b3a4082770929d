import { spin } from "@rowbench/shared/contract";
import { median } from "../../statistics/median.ts";

/**
 * A fixed amount of work, timed again and again: it tells whether the processor itself is as quick
 * as it was. Calls tell their time as a multiple of the median of the last calls.
 */
export type Canary = () => number;

const iterations = 400_000;
/** The quickest of several is the one that was disturbed least. */
const tries = 7;
const remembered = 31;

/** A canary that has run until it was compiled. */
export function createCanary(now: () => number = () => performance.now()): Canary {
  const times: number[] = [];
  for (let warmUp = 0; warmUp < 3; warmUp += 1) quickest(now);
  return () => {
    const time = quickest(now);
    times.push(time);
    if (times.length > remembered) times.shift();
    return time / median(times);
  };
}

function quickest(now: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const start = now();
    sink = spin(iterations, sink);
    best = Math.min(best, now() - start);
  }
  return best;
}

/** Kept, so that the loop cannot be optimised away. */
let sink = 1;
