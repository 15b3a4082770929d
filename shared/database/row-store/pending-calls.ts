import type { Milliseconds } from "../../contract/index.ts";

/** A call that has no answer yet; whoever sends it extends it by what he has to know of it. */
export class PendingCall {
  /** Its neighbours in the order in which they were sent. */
  previous: PendingCall | undefined = undefined;
  next: PendingCall | undefined = undefined;
  isPending = false;
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

/**
 * The calls of one connection, in the order in which they were sent; watches that they end within
 * a limit, a twentieth more at worst. One coarse timer looks at all of them, and the calls are
 * their own list: a timer or an entry for each would cost more than the rest of its books.
 */
export class PendingCalls<Call extends PendingCall> {
  #size = 0;
  #head: PendingCall | undefined;
  #tail: PendingCall | undefined;
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
    call.due = this.#now + ticksPerLimit + (extraMs === 0 ? 0 : extraMs / this.#tickMs);
    call.isPending = true;
    call.previous = this.#tail;
    if (this.#tail === undefined) this.#head = call;
    else this.#tail.next = call;
    this.#tail = call;
    this.#size += 1;
  }

  /**
   * Notes that the answer has come.
   * @returns whether its caller still waits for it
   */
  settle(call: Call): boolean {
    if (!call.isPending) return false;
    this.#remove(call);
    if (call.isOverdue) return false;
    this.#size -= 1;
    return true;
  }

  /** Forgets all calls, and returns those that are still waited for. */
  takeAll(): readonly Call[] {
    const waiting: Call[] = [];
    for (let call = this.#head; call !== undefined; call = this.#head) {
      this.#remove(call);
      if (!call.isOverdue) waiting.push(call as Call);
    }
    this.#size = 0;
    return waiting;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #remove(call: PendingCall): void {
    const { previous, next } = call;
    if (previous === undefined) this.#head = next;
    else previous.next = next;
    if (next === undefined) this.#tail = previous;
    else next.previous = previous;
    call.previous = undefined;
    call.next = undefined;
    call.isPending = false;
  }

  #tick(): void {
    this.#now += 1;
    for (let call = this.#head; call !== undefined; call = call.next)
      if (!call.isOverdue && call.due < this.#now) this.#giveUp(call as Call);
    const head = this.#head;
    if (head?.isOverdue) this.#watch(head as Call);
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
