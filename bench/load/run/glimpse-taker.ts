import { requestsPerSecond } from "@rowbench/shared/contract";
import type { Ledger } from "../counts/ledger.ts";
import type { Loop } from "../loops/loop.ts";
import type { Glimpse } from "../terms/run-options.ts";

/** Tells what a slice does while it runs, from what its books hold anyway. */
export class GlimpseTaker {
  readonly #ledger: Ledger;
  readonly #loop: Loop;
  readonly #onGlimpse: (glimpse: Glimpse) => void;
  #correct = 0;
  #takenUs: number;

  constructor(ledger: Ledger, loop: Loop, onGlimpse: (glimpse: Glimpse) => void, beginUs: number) {
    this.#ledger = ledger;
    this.#loop = loop;
    this.#onGlimpse = onGlimpse;
    this.#takenUs = beginUs;
  }

  /** The load stood still for so long, which is no news of it. */
  noteRest(us: number): void {
    this.#takenUs += us;
  }

  take(atUs: number): void {
    const { correct } = this.#ledger;
    const elapsedUs = Math.max(1, atUs - this.#takenUs);
    const throughput = requestsPerSecond(((correct - this.#correct) * 1_000_000) / elapsedUs);
    const p99Us = this.#loop.latency.percentile(99);
    this.#correct = correct;
    this.#takenUs = atUs;
    this.#onGlimpse({ throughput, ...(p99Us !== undefined && { p99Us }) });
  }
}
