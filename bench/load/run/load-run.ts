import { RowbenchError } from "@rowbench/shared/contract";
import { Ledger } from "../counts/ledger.ts";
import { ResourceMeter } from "../counts/resource-meter.ts";
import { Window } from "../counts/window.ts";
import { Connection, type ConnectionOwner } from "../http/connection.ts";
import { createTarget, type Target } from "../http/target.ts";
import { ClosedLoop } from "../loops/closed-loop.ts";
import type { Loop } from "../loops/loop.ts";
import { OpenLoop } from "../loops/open-loop.ts";
import { nowUs } from "../terms/clock.ts";
import type { Fault, UnansweredKind } from "../terms/failure.ts";
import type { LoadResult } from "../terms/load-result.ts";
import type { LoadSpec } from "../terms/load-spec.ts";
import type { Mark, RunOptions } from "../terms/run-options.ts";
import { assertLoadSpec } from "./assert-load-spec.ts";
import { waitToBegin } from "./begin-time.ts";
import { GlimpseTaker } from "./glimpse-taker.ts";
import { createKindDraw } from "./kind-draw.ts";

/**
 * Runs one slice in this process. Rejects with `USAGE` when the load cannot be made, with
 * `LOAD_FAILED` when not one connection can be opened, and with the signal's reason when that
 * aborts. All sockets are closed in every case.
 */
export async function runLoad(spec: LoadSpec, options: RunOptions = {}): Promise<LoadResult> {
  assertLoadSpec(spec);
  options.signal?.throwIfAborted();
  return new LoadRun(spec, options).run();
}

/** Servers close connections that idle for longer, the earliest of them after 5 seconds. */
const longestRestUs = 2_000_000;
/** One timer looks after all that is not urgent: time limits, arrivals given up, memory. */
const sweepMs = 50;
const sweepsPerRssSample = 10;
/** Not in the same sweep, so that neither is late by the other. */
const sweepOfGlimpse = 5;

class LoadRun implements ConnectionOwner {
  readonly #ledger: Ledger;
  readonly #loop: Loop;
  readonly #connections: readonly Connection[];
  readonly #target: Target;
  readonly #spec: LoadSpec;
  readonly #options: RunOptions;
  readonly #meter = new ResourceMeter();
  #opened = Promise.withResolvers<void>();
  #rest = Promise.withResolvers<void>();
  /** Connections whose attempt to open has neither succeeded nor failed. */
  #undecided = new Set<Connection>();
  #connectMessage = "no answer to the attempt to connect";
  #sweeps = 0;
  /** Absent where nobody watches. */
  #glimpses: GlimpseTaker | undefined;
  #edgeTimer: NodeJS.Timeout | undefined;

  constructor(spec: LoadSpec, options: RunOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#target = createTarget(spec);
    const window = new Window(spec.duration * 1000, spec.pieces ?? 1, (mark) => this.#mark(mark));
    this.#ledger = new Ledger(spec.kinds, window);
    this.#loop = this.#createLoop(window);
    const create = () => new Connection(this.#target, this);
    this.#connections = Array.from({ length: spec.connections }, create);
  }

  async run(): Promise<LoadResult> {
    const { signal } = this.#options;
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal?.reason);
    aborted.promise.catch(() => {}); // It may come when nobody waits for it any more.
    signal?.addEventListener("abort", abort);
    try {
      await this.#loop.prepare();
      await Promise.race([this.#openAll((one) => one.open()), aborted.promise]);
      await Promise.race([this.#awaitBegin(), aborted.promise]);
      return await this.#measure(aborted.promise);
    } finally {
      signal?.removeEventListener("abort", abort);
      for (const connection of this.#connections) connection.close();
      await this.#loop.dispose();
    }
  }

  ready(connection: Connection, atUs: number): void {
    this.#loop.ready(connection, atUs);
    if (this.#undecided.size > 0) this.#decide(connection);
  }

  lost(connection: Connection): void {
    this.#loop.lost(connection);
  }

  answered(connection: Connection, fault: Fault | undefined, atUs: number): void {
    if (atUs >= this.#loop.nextEdgeUs) this.#loop.advance(atUs);
    this.#ledger.noteAnswer(fault, atUs);
    this.#loop.recordAnswer(connection, fault === undefined, atUs);
    if (this.#ledger.inFlight === 0) this.#finishIfAtRest();
  }

  unanswered(connection: Connection, kind: UnansweredKind, message: string, atUs: number): void {
    if (atUs >= this.#loop.nextEdgeUs) this.#loop.advance(atUs);
    this.#ledger.noteUnanswered(kind, message);
    this.#loop.recordUnanswered(connection, kind, atUs);
    if (this.#ledger.inFlight === 0) this.#finishIfAtRest();
  }

  troubled(connection: Connection, kind: "connect" | "unrequested", message: string): void {
    this.#ledger.failures.add(kind, message);
    if (kind !== "connect") return;
    this.#connectMessage = message;
    this.#decide(connection);
  }

  #createLoop(window: Window): Loop {
    const { loop, kinds, seed, pipeline = 1, timeLimit } = this.#spec;
    const drawKind = createKindDraw(kinds, seed);
    const send = (connection: Connection, atUs: number) => {
      this.#ledger.noteSent(pipeline);
      connection.send(atUs, drawKind());
    };
    const timeLimitUs = timeLimit * 1000;
    if (loop.kind === "closed") {
      return new ClosedLoop(this.#ledger, window, send, { warmUp: loop.warmUp, timeLimitUs });
    }
    return new OpenLoop(this.#ledger, window, send, { rate: loop.rate, seed, timeLimitUs });
  }

  #mark(mark: Mark): void {
    this.#meter.mark(mark);
    this.#options.onMark?.(mark, { correct: this.#ledger.correct });
  }

  /** Resolves once every connection is open or has failed, at the latest after the time limit. */
  async #openAll(open: (connection: Connection) => void): Promise<void> {
    this.#opened = Promise.withResolvers();
    this.#undecided = new Set(this.#connections);
    for (const connection of this.#connections) open(connection);
    const timer = setTimeout(this.#opened.resolve, this.#spec.timeLimit);
    await this.#opened.promise;
    clearTimeout(timer);
    if (this.#connections.some(({ state }) => state === "free")) return;
    const { host, port } = this.#target;
    const message = `no connection to \`${host}:${port}\` could be opened: ${this.#connectMessage}`;
    throw new RowbenchError("LOAD_FAILED", message);
  }

  #decide(connection: Connection): void {
    this.#undecided.delete(connection);
    if (this.#undecided.size === 0) this.#opened.resolve();
  }

  /** Connections that are lost meanwhile are opened again. */
  async #awaitBegin(): Promise<void> {
    const { whenConnected, signal } = this.#options;
    if (whenConnected !== undefined) await waitToBegin(await whenConnected(), signal);
  }

  async #measure(aborted: Promise<never>): Promise<LoadResult> {
    const beginUs = nowUs();
    const { onBegin, onGlimpse } = this.#options;
    if (onGlimpse) this.#glimpses = new GlimpseTaker(this.#ledger, this.#loop, onGlimpse, beginUs);
    this.#loop.begin(beginUs);
    onBegin?.(beginUs);
    await this.#untilAtRest(aborted);
    while (this.#loop.hasMore) {
      await this.#stand(aborted);
      this.#loop.goOn(nowUs());
      await this.#untilAtRest(aborted);
    }
    const bytesReceived = this.#connections.reduce((sum, one) => sum + one.bytesReceived, 0);
    const figures = this.#ledger.figures(this.#meter.read(), bytesReceived, this.#target.rows);
    return this.#loop.result(figures);
  }

  async #untilAtRest(aborted: Promise<never>): Promise<void> {
    this.#rest = Promise.withResolvers();
    this.#finishIfAtRest();
    this.#awaitEdge();
    const timer = setInterval(() => this.#sweep(), sweepMs);
    try {
      await Promise.race([this.#rest.promise, aborted]);
    } finally {
      clearInterval(timer);
      clearTimeout(this.#edgeTimer);
    }
  }

  /** Resolves when the next piece may begin, on connections that no server is about to close. */
  async #stand(aborted: Promise<never>): Promise<void> {
    const sinceUs = nowUs();
    const { correct } = this.#ledger;
    await Promise.race([this.#options.whenAtRest?.({ correct }), aborted]);
    if (nowUs() - sinceUs > longestRestUs)
      await Promise.race([this.#openAll((one) => one.renew()), aborted]);
    this.#glimpses?.noteRest(nowUs() - sinceUs);
  }

  /** Sees to it that edges are passed when no answer comes. */
  #awaitEdge(): void {
    const waitMs = Math.max(0, (this.#loop.nextEdgeUs - nowUs()) / 1000);
    if (waitMs === Number.POSITIVE_INFINITY) return;
    this.#edgeTimer = setTimeout(() => {
      this.#loop.advance(nowUs());
      this.#finishIfAtRest();
      this.#awaitEdge();
    }, waitMs);
  }

  #sweep(): void {
    const atUs = nowUs();
    for (const connection of this.#connections) connection.giveUpIfLate(atUs);
    this.#loop.sweep(atUs);
    this.#finishIfAtRest();
    this.#sweeps++;
    const place = this.#sweeps % sweepsPerRssSample;
    if (place === 0) this.#meter.sampleRss();
    if (place === sweepOfGlimpse) this.#glimpses?.take(atUs);
  }

  #finishIfAtRest(): void {
    if (this.#ledger.inFlight === 0 && this.#loop.isAtRest()) this.#rest.resolve();
  }
}
