import { performance } from "node:perf_hooks";
import type { Milliseconds } from "./units.ts";

const calibrationRuns = 20;
const calibrationIterations = 100_000;

let iterationsPerMillisecond: number | undefined;
let sink = 0;

/**
 * Keeps the calling thread busy with an amount of work that takes `duration` ms when nobody
 * interrupts it. It is a fixed amount of work rather than a wait for the clock, because a thread
 * that was pushed off its processor would count that time as work done.
 */
export function burnCpu(duration: Milliseconds): void {
  iterationsPerMillisecond ??= measureIterationsPerMillisecond();
  sink = spin(Math.round(iterationsPerMillisecond * duration), sink);
}

/** The fastest of several runs: the one that was disturbed least. */
function measureIterationsPerMillisecond(): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < calibrationRuns; run += 1) {
    const start = performance.now();
    sink = spin(calibrationIterations, sink);
    fastest = Math.min(fastest, performance.now() - start);
  }
  return calibrationIterations / fastest;
}

/**
 * Marsaglia's xorshift32 so many times: the same work wherever it runs. Keep the result, so that the
 * loop cannot be optimised away.
 */
export function spin(iterations: number, seed: number): number {
  let state = seed | 1;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
