import type { Mark } from "../terms/run-options.ts";

/**
 * The part of a load that counts, in microseconds of `nowUs`; infinitely far until it opens. It may
 * come in pieces, between which time does not count: one after the other is opened and closed.
 */
export class Window {
  startUs = Number.POSITIVE_INFINITY;
  stopUs = Number.POSITIVE_INFINITY;
  /** Of all pieces together. */
  readonly durationUs: number;
  readonly pieces: number;
  readonly #onMark: (mark: Mark) => void;
  #closed = 0;
  #isAnnounced = false;

  constructor(durationUs: number, pieces: number, onMark: (mark: Mark) => void) {
    this.durationUs = durationUs;
    this.pieces = pieces;
    this.#onMark = onMark;
  }

  get #pieceUs(): number {
    return this.durationUs / this.pieces;
  }

  /** Whether its last piece has been closed. */
  get isOver(): boolean {
    return this.#closed === this.pieces;
  }

  /** Tells that its next piece is near; its beginning is not told any more. */
  announce(): void {
    this.#isAnnounced = true;
    this.#onMark("begin");
  }

  open(startUs: number): void {
    this.startUs = startUs;
    this.stopUs = startUs + this.#pieceUs;
    if (!this.#isAnnounced) this.#onMark("begin");
  }

  /** Tells that the end has been reached; `stopUs` stays what it is. */
  close(): void {
    this.#closed++;
    this.#isAnnounced = false;
    this.#onMark("end");
  }

  contains(atUs: number): boolean {
    return atUs >= this.startUs && atUs < this.stopUs;
  }

  /** How far into the window a time lies that it contains. */
  placeUs(atUs: number): number {
    return this.#closed * this.#pieceUs + atUs - this.startUs;
  }

  /** How much of a time lies within the piece that was opened last. */
  overlapUs(fromUs: number, toUs: number): number {
    return Math.max(0, Math.min(toUs, this.stopUs) - Math.max(fromUs, this.startUs));
  }
}
