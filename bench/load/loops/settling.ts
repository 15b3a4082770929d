/**
 * A server that stood still is as quick as before once it has worked for so long: its processors'
 * caches and the system's idea of who needs one are cold until then.
 */
const shortestUs = 80_000;
/** A server that does not answer must not be waited for. */
const longestUs = 300_000;
/** Who reads counters then disturbs what does not count. */
const announcedUs = 40_000;

/**
 * The beginning of a piece of a window, on connections that are open and a server that is warm:
 * over once as many answers have come as there are connections, within bounds.
 */
export class Settling {
  #beganUs = 0;
  #missing = 0;
  #isAnnounced = false;

  begin(atUs: number, connections: number): void {
    this.#beganUs = atUs;
    this.#missing = connections;
    this.#isAnnounced = false;
  }

  noteAnswer(): void {
    this.#missing--;
  }

  /** Whether the moment has come, once, to tell those who read counters. */
  announces(atUs: number): boolean {
    const isDue = !this.#isAnnounced && atUs >= this.#beganUs + announcedUs;
    this.#isAnnounced ||= isDue;
    return isDue;
  }

  /** When it ends, by what is known now. */
  get endUs(): number {
    return this.#beganUs + (this.#missing <= 0 ? shortestUs : longestUs);
  }

  /** When something is to be done next. */
  get nextUs(): number {
    return this.#isAnnounced ? this.endUs : this.#beganUs + announcedUs;
  }
}
