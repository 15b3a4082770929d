import type { Connection } from "../http/connection.ts";

/**
 * Connections that wait for their turn to begin, one after the other at even distances, so that
 * they do not send in step.
 */
export class Ramp {
  /** When the next connection begins; Infinity when none waits. */
  nextUs = Number.POSITIVE_INFINITY;
  readonly #waiting = new Set<Connection>();
  #gapUs = 0;

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Only while none of them is on its way: before `begin`. */
  add(connection: Connection): void {
    this.#waiting.add(connection);
  }

  /** Spreads the connections over a time. */
  begin(atUs: number, lengthUs: number): void {
    this.#gapUs = lengthUs / this.#waiting.size;
    if (this.#waiting.size > 0) this.nextUs = atUs;
  }

  isWaiting(connection: Connection): boolean {
    return this.#waiting.has(connection);
  }

  /** Those whose turn has come. */
  take(atUs: number): readonly Connection[] {
    const taken: Connection[] = [];
    for (const connection of this.#waiting) {
      if (this.nextUs > atUs) break;
      this.#waiting.delete(connection);
      taken.push(connection);
      this.nextUs = this.#waiting.size === 0 ? Number.POSITIVE_INFINITY : this.nextUs + this.#gapUs;
    }
    return taken;
  }
}
