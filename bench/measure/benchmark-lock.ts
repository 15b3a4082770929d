import { RowbenchError } from "@rowbench/shared/contract";
import { listenExclusively } from "@rowbench/shared/lifecycle";

/**
 * Holds the machine for one benchmark at a time: two at once would spoil both. The kernel gives
 * the lock back when this process ends, however it ends.
 * @returns a function that gives it back
 */
export async function lockMachine(name = "rowbench-benchmark"): Promise<() => Promise<void>> {
  const server = await listenExclusively(name);
  if (server === undefined) {
    throw new RowbenchError(
      "BENCHMARK_RUNNING",
      "another benchmark measures on this machine; two at once would spoil both: start this one when it has ended",
    );
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
