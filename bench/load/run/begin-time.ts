import { setTimeout as delay } from "node:timers/promises";
import { RowbenchError } from "@rowbench/shared/contract";
import { nowUs } from "../terms/clock.ts";

/** A time further ahead than this comes from another clock. */
const longestWaitUs = 60_000_000;
/** Timers of Node.js are off by up to 1 ms; the rest of the wait blocks, since nothing is under way. */
const blockedUs = 3000;
/** What remains after `Atomics.wait`, which returns about 0.1 ms late, is spun away. */
const spunUs = 300;

/**
 * Waits until a time of `nowUs`, to within some microseconds on an idle machine; not at all when it is
 * past. Rejects with `LOAD_FAILED` when it is more than a minute ahead, and when the signal aborts.
 */
export async function waitToBegin(atUs: number, signal: AbortSignal | undefined): Promise<void> {
  const aheadUs = atUs - nowUs();
  if (!(aheadUs <= longestWaitUs)) {
    const message = `the load was to begin in \`${aheadUs / 1e6}\` s, allowed: at most 60 s`;
    throw new RowbenchError("LOAD_FAILED", message);
  }
  const leftUs = () => atUs - nowUs();
  while (leftUs() > blockedUs) {
    await delay(Math.max(1, (leftUs() - blockedUs) / 1000), undefined, signal && { signal });
  }
  if (leftUs() > spunUs) Atomics.wait(slot, 0, 0, (leftUs() - spunUs) / 1000);
  while (leftUs() > 0);
}

/** Nobody ever wakes it. */
const slot = new Int32Array(new SharedArrayBuffer(4));
