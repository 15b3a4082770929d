import type { Milliseconds } from "../../contract/index.ts";

/** A call that has no answer yet; whoever sends it extends it by what he has to know of it. */
export class PendingCall {
  /** Where `PendingCalls` keeps it; -1 when it does not. */
  place = -1;
  /** The tick after which it is overdue. */
  due = 0;
  /** It took too long, and nobody waits for it any more; its query may still run. */
  isOverdue = false;
  /** The tick at which its query was to be cancelled. */
  cancelledAt: number | undefined = undefined;
}

/** What happens to calls that take too long. */
export interface OverdueListener<Call> {
  onOverdue(call: Call): void;
  /** What the connection runs now is overdue: those behind it wait for it. */
  onHeadOverdue?(call: Call): void;
  /** Nothing came back for what was to be cancelled, either. */
  onStuck?(): void;
}

const ticksPerLimit = 20;
/**
 * How long a cancelled query may take to end: a fifth of the limit, but half a second at least,
 * since PostgreSQL starts a process to hear of it. A connection that is given up too early leaves
 * the queries behind this one running.
 */
const cancelShare = 1 / 5;
const leastCancelMs = 500;

/** A power of two: places are taken modulo this. */
const firstCapacity = 128;

/**
 * The calls of one connection, in the order in which they were sent; watches that they end within
 * a limit, a twentieth more at worst. One coarse timer looks at all of them: a timer for each would
 * cost more than the rest of its books.
 */
export class PendingCalls<Call extends PendingCall> {
  #ring: (Call | undefined)[] = new Array(firstCapacity).fill(undefined);
  /** Place of the oldest one that is not settled. */
  #first = 0;
  /** Places from there to the newest one; those of settled calls between are empty. */
  #span = 0;
  #size = 0;
  #now = 0;
  readonly #tickMs: number;
  readonly #ticksToCancel: number;
  readonly #listener: OverdueListener<Call>;
  readonly #timer: NodeJS.Timeout;

  constructor(limit: Milliseconds, listener: OverdueListener<Call>) {
    this.#tickMs = limit / ticksPerLimit;
    this.#ticksToCancel = Math.max(limit * cancelShare, leastCancelMs) / this.#tickMs;
    this.#listener = listener;
    this.#timer = setInterval(() => this.#tick(), this.#tickMs).unref();
  }

  /** Calls that are neither answered nor overdue. */
  get size(): number {
    return this.#size;
  }

  /** Notes a call that may take the limit and `extraMs` on top, or less when that is negative. */
  add(call: Call, extraMs: number): void {
    if (this.#span === this.#ring.length) this.#grow();
    call.due = this.#now + ticksPerLimit + (extraMs === 0 ? 0 : extraMs / this.#tickMs);
    call.place = this.#placeAt(this.#span);
    this.#ring[call.place] = call;
    this.#span += 1;
    this.#size += 1;
  }

  /**
   * Notes that the answer has come.
   * @returns whether its caller still waits for it
   */
  settle(call: Call): boolean {
    if (call.place === -1) return false;
    this.#ring[call.place] = undefined;
    call.place = -1;
    while (this.#span > 0 && this.#ring[this.#first] === undefined) {
      this.#first = this.#placeAt(1);
      this.#span -= 1;
    }
    if (call.isOverdue) return false;
    this.#size -= 1;
    return true;
  }

  /** Forgets all calls, and returns those that are still waited for. */
  takeAll(): readonly Call[] {
    return this.#all().filter((call) => this.settle(call));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #placeAt(distance: number): number {
    return (this.#first + distance) & (this.#ring.length - 1);
  }

  #all(): Call[] {
    const places = Array.from({ length: this.#span }, (_, distance) => this.#placeAt(distance));
    return places.map((place) => this.#ring[place]).filter((call) => call !== undefined);
  }

  #grow(): void {
    const calls = this.#all();
    this.#ring = new Array(2 * this.#ring.length).fill(undefined);
    this.#first = 0;
    this.#span = calls.length;
    for (const [place, call] of calls.entries()) {
      call.place = place;
      this.#ring[place] = call;
    }
  }

  #tick(): void {
    this.#now += 1;
    for (const call of this.#all()) if (!call.isOverdue && call.due < this.#now) this.#giveUp(call);
    const head = this.#ring[this.#first];
    if (head?.isOverdue) this.#watch(head);
  }

  #giveUp(call: Call): void {
    call.isOverdue = true;
    this.#size -= 1;
    this.#listener.onOverdue(call);
  }

  #watch(head: Call): void {
    if (head.cancelledAt === undefined) {
      head.cancelledAt = this.#now;
      this.#listener.onHeadOverdue?.(head);
    } else if (this.#now - head.cancelledAt > this.#ticksToCancel) this.#listener.onStuck?.();
  }
}
