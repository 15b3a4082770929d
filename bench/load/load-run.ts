import { microseconds, RowbenchError } from "@rowbench/shared/contract";
import { nowUs } from "./clock.ts";
import { ClosedLoop } from "./closed-loop.ts";
import { Connection, type ConnectionOwner } from "./connection.ts";
import type { Fault, UnansweredKind } from "./failure.ts";
import { Ledger } from "./ledger.ts";
import {
  assertLoadRequest,
  classesOf,
  type LoadRequest,
  parseTarget,
  type Target,
} from "./load-request.ts";
import type { LoadProgress, LoadResult } from "./load-result.ts";
import type { Loop } from "./loop.ts";
import { createMix } from "./mix.ts";
import { OpenLoop } from "./open-loop.ts";
import { ResourceMeter } from "./resource-meter.ts";

/** Hooks of one slice. */
export interface RunOptions {
  /** Called at most once a second. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Ends the slice at once; `run` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one slice in this process. Rejects with `USAGE` when the request cannot be run, with
 * `LOAD_FAILED` when not one connection can be opened, and with the signal's reason when that
 * aborts. All sockets are closed in every case.
 */
export async function runLoad(request: LoadRequest, options: RunOptions = {}): Promise<LoadResult> {
  assertLoadRequest(request);
  options.signal?.throwIfAborted();
  return new LoadRun(request, options).run();
}

/** One timer looks after all that is not urgent: time limits, the end, progress, memory. */
const sweepMs = 50;
const sweepsPerProgress = 20;
const sweepsPerRssSample = 10;

class LoadRun implements ConnectionOwner {
  readonly #ledger: Ledger;
  readonly #loop: Loop;
  readonly #connections: readonly Connection[];
  readonly #target: Target;
  readonly #request: LoadRequest;
  readonly #options: RunOptions;
  readonly #timeLimitUs: number;
  readonly #opened = Promise.withResolvers<void>();
  readonly #finished = Promise.withResolvers<void>();
  /** Connections whose first attempt to open has neither succeeded nor failed. */
  readonly #undecided: Set<Connection>;
  #connectMessage = "no answer to the attempt to connect";
  #sweeps = 0;

  constructor(request: LoadRequest, options: RunOptions) {
    this.#request = request;
    this.#options = options;
    this.#ledger = new Ledger(classesOf(request).map(({ name }) => name));
    this.#target = parseTarget(request);
    this.#timeLimitUs = request.timeLimit * 1000;
    this.#loop = this.#createLoop();
    const create = () => new Connection(this.#target, this);
    this.#connections = Array.from({ length: request.connections }, create);
    this.#undecided = new Set(this.#connections);
  }

  async run(): Promise<LoadResult> {
    const { signal } = this.#options;
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal?.reason);
    aborted.promise.catch(() => {}); // It may come when nobody waits for it any more.
    signal?.addEventListener("abort", abort);
    try {
      await this.#loop.prepare();
      await Promise.race([this.#openAll(), aborted.promise]);
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
    // The sweep comes by every 50 ms; the limit must hold in between as well.
    if (atUs - connection.sentUs >= this.#timeLimitUs) {
      this.unanswered(connection, "timeout", this.#timeoutMessage());
      return;
    }
    this.#ledger.noteAnswer(connection.requestIndex, fault, atUs);
    this.#loop.recordAnswer(connection, atUs);
  }

  unanswered(connection: Connection, kind: UnansweredKind, message: string): void {
    this.#ledger.inFlight--;
    this.#ledger.failures.add(kind, message);
    if (kind === "timeout") this.#loop.recordTimeout(connection);
  }

  troubled(connection: Connection, kind: "connect" | "unrequested", message: string): void {
    this.#ledger.failures.add(kind, message);
    if (kind !== "connect") return;
    this.#connectMessage = message;
    this.#decide(connection);
  }

  #createLoop(): Loop {
    const { rate, seed, duration, pipeline = 1 } = this.#request;
    const nextClass = createMix(classesOf(this.#request), seed);
    const send = (connection: Connection, atUs: number) => {
      this.#ledger.noteSent(pipeline);
      connection.send(atUs, nextClass());
    };
    const timeLimitUs = this.#timeLimitUs;
    if (rate === undefined) return new ClosedLoop(this.#ledger, send, timeLimitUs);
    const settings = { rate, seed, durationUs: duration * 1000, timeLimitUs };
    return new OpenLoop(this.#ledger, send, settings);
  }

  /** Resolves once every connection is open or has failed, at the latest after the time limit. */
  async #openAll(): Promise<void> {
    for (const connection of this.#connections) connection.open();
    const timer = setTimeout(this.#opened.resolve, this.#request.timeLimit);
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

  async #measure(aborted: Promise<never>): Promise<LoadResult> {
    const meter = new ResourceMeter();
    this.#ledger.startUs = nowUs();
    this.#ledger.stopUs = this.#ledger.startUs + this.#request.duration * 1000;
    this.#loop.begin();
    const timer = setInterval(() => this.#sweep(meter), sweepMs);
    try {
      await Promise.race([this.#finished.promise, aborted]);
    } finally {
      clearInterval(timer);
    }
    const bytesReceived = this.#connections.reduce((sum, one) => sum + one.bytesReceived, 0);
    return this.#loop.result(this.#ledger.figures(meter.read(), bytesReceived));
  }

  #sweep(meter: ResourceMeter): void {
    const atUs = nowUs();
    for (const connection of this.#connections) {
      const isLate = atUs - connection.sentUs >= this.#timeLimitUs;
      if (connection.state === "waiting" && isLate) {
        connection.giveUp("timeout", this.#timeoutMessage());
      }
    }
    const hasBacklog = this.#loop.hasBacklog(atUs);
    const isOver = atUs >= this.#ledger.stopUs && this.#ledger.inFlight === 0 && !hasBacklog;
    if (isOver) this.#finished.resolve();
    this.#sweeps++;
    if (this.#sweeps % sweepsPerRssSample === 0) meter.sampleRss();
    if (this.#sweeps % sweepsPerProgress === 0) this.#reportProgress(atUs);
  }

  #reportProgress(atUs: number): void {
    const { startUs, responses, failures } = this.#ledger;
    const elapsedUs = microseconds(Math.round(atUs - startUs));
    this.#options.onProgress?.({ elapsedUs, responses, failures: failures.total });
  }

  #timeoutMessage(): string {
    return `no answer within \`${this.#request.timeLimit}\` ms`;
  }
}
