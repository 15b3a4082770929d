/**
 * Watches whether the wall clock was set, or the machine was suspended: CLOCK_MONOTONIC, which
 * everything here is timed by, stands still meanwhile. Calls tell by how many ms both clocks have
 * come apart since the watch began.
 */
export function watchClock(): () => number {
  const difference = () => Date.now() - performance.now();
  const start = difference();
  return () => difference() - start;
}
