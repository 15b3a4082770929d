import { type CallOwner, pingId, RowCall } from "../calls/row-call.ts";
import type { Clock } from "./clock.ts";
import type { Sample } from "./pace.ts";
import type { RowConnection } from "./row-connection.ts";

/** Queries that follow an empty one on a connection, timed together. */
export class TimedBatch implements CallOwner {
  readonly #size: number;
  readonly #clock: Clock;
  readonly #finished: (batch: TimedBatch, sample: Sample | undefined) => void;
  readonly #sentAt: number;
  #startedAt: number | undefined;
  /** The event loop has looked for their answers since. */
  #isLookedFor = false;
  #added = 0;
  #answered = 0;
  #hasFailed = false;

  /**
   * Sends the empty query. Those that are added until its answer, up to `size`, are the sample;
   * `finished` gets it with the last of their answers, or `undefined` when one failed.
   */
  constructor(
    connection: RowConnection,
    size: number,
    clock: Clock,
    finished: (batch: TimedBatch, sample: Sample | undefined) => void,
  ) {
    this.#size = size;
    this.#clock = clock;
    this.#finished = finished;
    this.#sentAt = clock.now();
    const ping = new RowCall(pingId);
    ping.owner = this;
    ping.promise.catch(() => {});
    connection.send(ping);
  }

  /** The empty query has its answer, before any of those behind it: a promise would tell it later. */
  callEnded(_ping: RowCall, isAnswered: boolean): void {
    if (!isAnswered) return;
    this.#startedAt = this.#clock.now();
    this.#clock.afterNextPoll(() => {
      this.#isLookedFor = true;
    });
  }

  /** Whether a query may still join: it has room, and the empty query has no answer yet. */
  get isOpen(): boolean {
    return this.#startedAt === undefined && this.#answered === 0 && this.#added < this.#size;
  }

  add(): void {
    this.#added += 1;
  }

  /** One of its queries has ended. */
  settle(isAnswered: boolean): void {
    this.#answered += 1;
    if (!isAnswered) this.#hasFailed = true;
    if (this.#answered < this.#added) return;
    this.#finished(this, this.#hasFailed ? undefined : this.#sample());
  }

  #sample(): Sample | undefined {
    if (this.#startedAt === undefined) return undefined;
    const now = this.#clock.now();
    return {
      queries: this.#added,
      tookMs: now - this.#startedAt,
      totalMs: now - this.#sentAt,
      cameAtOnce: !this.#isLookedFor,
    };
  }
}
