import type { RequestsPerSecond } from "@rowbench/shared/contract";
import { binUs } from "../terms/load-result.ts";
import { createArrivals } from "./arrivals.ts";

/** Samples, at the end of each bin of the window, how many arrivals were due and not yet sent. */
export class Backlog {
  /** The end of the next bin in microseconds after the start; Infinity after the last. */
  nextEdgeUs: number;
  readonly perBin: number[] = [];
  readonly #durationUs: number;
  /** A schedule of its own, which is ahead of the one that is sent from. */
  readonly #due: ReturnType<typeof createArrivals>;

  constructor(rate: RequestsPerSecond, seed: number, durationUs: number) {
    this.#durationUs = durationUs;
    this.#due = createArrivals(rate, seed, durationUs);
    this.nextEdgeUs = Math.min(binUs, durationUs);
  }

  /** At `nextEdgeUs`, when `sent` arrivals have been sent before it. */
  sample(sent: number): void {
    while (this.#due.nextUs <= this.nextEdgeUs) this.#due.take();
    this.perBin.push(this.#due.taken - sent);
    const isLast = this.nextEdgeUs === this.#durationUs;
    const next = Math.min((this.perBin.length + 1) * binUs, this.#durationUs);
    this.nextEdgeUs = isLast ? Number.POSITIVE_INFINITY : next;
  }
}
