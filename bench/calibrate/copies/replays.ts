import { setImmediate } from "node:timers/promises";
import { mean } from "../../statistics/mean.ts";
import type { ReplayResult } from "../../statistics/replay.ts";

/** So many at once: two seconds at most, after which Ctrl-C is heard. */
const replaysOfBatch = 100;

/**
 * Plays many replays in batches, each with a seed of its own, and gives their shares of all. The
 * number is rounded up to whole batches. Rejects with the signal's reason once that aborts.
 */
export async function playReplays(
  replays: number,
  seed: number,
  signal: AbortSignal,
  play: (batch: { readonly replays: number; readonly seed: number }) => ReplayResult,
): Promise<ReplayResult> {
  const results: ReplayResult[] = [];
  const size = Math.min(replays, replaysOfBatch);
  for (let batch = 0; batch * size < replays; batch += 1) {
    await setImmediate();
    signal.throwIfAborted();
    results.push(play({ replays: size, seed: seed + batch }));
  }
  return {
    falseSeparations: mean(results.map(({ falseSeparations }) => falseSeparations)),
    found: mean(results.map(({ found }) => found)),
    covered: mean(results.map(({ covered }) => covered)),
  };
}
