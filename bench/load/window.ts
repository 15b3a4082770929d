import type { Mark } from "./run-options.ts";

/** The part of a load that counts, in microseconds of `nowUs`; infinitely far until it opens. */
export class Window {
  startUs = Number.POSITIVE_INFINITY;
  stopUs = Number.POSITIVE_INFINITY;
  readonly durationUs: number;
  readonly #onMark: (mark: Mark) => void;

  constructor(durationUs: number, onMark: (mark: Mark) => void) {
    this.durationUs = durationUs;
    this.#onMark = onMark;
  }

  open(startUs: number): void {
    this.startUs = startUs;
    this.stopUs = startUs + this.durationUs;
    this.#onMark("begin");
  }

  /** Tells that the end has been reached; `stopUs` stays what it is. */
  close(): void {
    this.#onMark("end");
  }

  contains(atUs: number): boolean {
    return atUs >= this.startUs && atUs < this.stopUs;
  }

  /** How much of a time lies within the window. */
  overlapUs(fromUs: number, toUs: number): number {
    return Math.max(0, Math.min(toUs, this.stopUs) - Math.max(fromUs, this.startUs));
  }
}
