import { performance } from "node:perf_hooks";
import process from "node:process";

/**
 * Now, in microseconds with a fraction, on the machine's monotonic clock. `performance.now()` is
 * the cheapest clock (50 ns) but counts from each thread's own start; `process.hrtime` is one
 * clock for all threads and processes of a machine. So the offset between them is taken once per thread, and
 * times of one thread can be compared with those of another (to within about 1 µs).
 */
export function nowUs(): number {
  return performance.now() * 1000 + originUs;
}

const originUs = smallestOffset(100);

/** The reading that was least disturbed between its two clocks has the smallest offset. */
function smallestOffset(readings: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < readings; reading++) {
    const local = performance.now() * 1000;
    smallest = Math.min(smallest, Number(process.hrtime.bigint()) / 1000 - local);
  }
  return smallest;
}
