import type { HistogramRecorder } from "../statistics/histogram.ts";
import type { Connection } from "./connection.ts";
import type { UnansweredKind } from "./failure.ts";
import type { Ledger } from "./ledger.ts";
import { binUs, type ClosedLoopResult, type LoadFigures } from "./load-result.ts";
import type { WarmUp } from "./load-spec.ts";
import type { Loop, Send } from "./loop.ts";
import { Ramp } from "./ramp.ts";
import { WarmUpWatch } from "./warm-up-watch.ts";
import type { Window } from "./window.ts";

/** What a closed loop needs to know of the load. */
export interface ClosedLoopSettings {
  readonly warmUp: WarmUp;
  readonly timeLimitUs: number;
}

/** The parts of a closed loop, see `LoadFigures`; the ramp is the beginning of the warm-up. */
type Phase = "opening" | "warm-up" | "window" | "cool-down" | "drain";

/**
 * Each connection sends when it has its answer. For capacity: at saturation the latency is
 * connections / throughput (Little's law), so it compares nothing.
 *
 * A batch counts as one request that lasts from its send to its last answer, and each of its right
 * answers with the share of that time which lies within the window.
 */
export class ClosedLoop implements Loop {
  nextEdgeUs = Number.POSITIVE_INFINITY;
  readonly #ledger: Ledger;
  readonly #window: Window;
  readonly #send: Send;
  readonly #timeLimitUs: number;
  readonly #ramp = new Ramp();
  readonly #warmUp: WarmUpWatch;
  #phase: Phase = "opening";
  #inFlightUs = 0;
  /** Requests that were in flight at the window's end and still are. */
  #owed = 0;

  constructor(ledger: Ledger, window: Window, send: Send, settings: ClosedLoopSettings) {
    this.#ledger = ledger;
    this.#window = window;
    this.#send = send;
    this.#timeLimitUs = settings.timeLimitUs;
    this.#warmUp = new WarmUpWatch(settings.warmUp);
  }

  get latency(): HistogramRecorder {
    return this.#ledger.service;
  }

  async prepare(): Promise<void> {}
  async dispose(): Promise<void> {}

  begin(atUs: number): void {
    this.#phase = "warm-up";
    this.#warmUp.begin(atUs);
    const isWarming = this.#warmUp.state === "rising";
    // Without a warm-up the ramp would lie in the window.
    this.#ramp.begin(atUs, isWarming ? binUs : 0);
    if (!isWarming) this.#openWindow(atUs);
    this.advance(atUs);
  }

  advance(atUs: number): void {
    while (this.#phase === "warm-up" && atUs >= this.#warmUp.binEndUs) this.#endBin();
    if (this.#phase === "window" && atUs >= this.#window.stopUs) this.#closeWindow();
    for (const connection of this.#ramp.take(atUs)) {
      if (connection.state === "free") this.#send(connection, atUs);
    }
    this.nextEdgeUs = Math.min(this.#ramp.nextUs, this.#phaseEndUs());
  }

  ready(connection: Connection, atUs: number): void {
    if (this.#phase === "opening") this.#ramp.add(connection);
    if (atUs >= this.nextEdgeUs) this.advance(atUs);
    const isSending = this.#phase !== "opening" && this.#phase !== "drain";
    // On a connection that waits for its turn, or had it just now, the ramp sends.
    const isMine = connection.state === "free" && !this.#ramp.isWaiting(connection);
    if (isSending && isMine) this.#send(connection, atUs);
  }

  lost(): void {}

  recordAnswer(connection: Connection, isCorrect: boolean, atUs: number): void {
    if (isCorrect) connection.correct++;
    if (isCorrect && this.#phase === "warm-up") this.#warmUp.noteAnswer();
    this.#recordEnd(connection, atUs);
    this.#settle(connection, atUs);
  }

  recordUnanswered(connection: Connection, kind: UnansweredKind, atUs: number): void {
    const isTimeout = kind === "timeout";
    const endUs = isTimeout ? connection.sentUs + this.#timeLimitUs : atUs;
    if (isTimeout) this.#recordEnd(connection, endUs);
    this.#settle(connection, endUs);
  }

  sweep(): void {}

  isDone(): boolean {
    return this.#phase === "drain";
  }

  result(figures: LoadFigures): ClosedLoopResult {
    const inFlightUs = Math.round(this.#inFlightUs);
    return { kind: "closed", ...figures, warmUp: this.#warmUp.figures(), inFlightUs };
  }

  #phaseEndUs(): number {
    if (this.#phase === "warm-up") return this.#warmUp.binEndUs;
    return this.#phase === "window" ? this.#window.stopUs : Number.POSITIVE_INFINITY;
  }

  #endBin(): void {
    const edgeUs = this.#warmUp.binEndUs;
    this.#warmUp.endBin();
    if (this.#warmUp.state !== "rising") this.#openWindow(edgeUs);
  }

  #openWindow(atUs: number): void {
    this.#phase = "window";
    this.#window.open(atUs);
  }

  #closeWindow(): void {
    this.#owed = this.#ledger.inFlight;
    this.#phase = this.#owed === 0 ? "drain" : "cool-down";
    this.#window.close();
  }

  #recordEnd({ sentUs, requestIndex }: Connection, endUs: number): void {
    if (!this.#window.contains(endUs)) return;
    this.#ledger.service.record(endUs - sentUs);
    this.#ledger.noteLatency(requestIndex, endUs - sentUs);
  }

  /** Counts a batch once all of it has ended. */
  #settle(connection: Connection, endUs: number): void {
    const { sentUs, requestIndex, correct, unanswered } = connection;
    if (unanswered === 0) {
      const overlapUs = this.#window.overlapUs(sentUs, endUs);
      this.#inFlightUs += overlapUs;
      if (overlapUs > 0) this.#count(requestIndex, (correct * overlapUs) / (endUs - sentUs));
    }
    if (this.#phase !== "cool-down" || sentUs >= this.#window.stopUs) return;
    this.#owed--;
    if (this.#owed === 0) this.#phase = "drain";
  }

  #count(kindIndex: number, answers: number): void {
    this.#ledger.countAnswers(answers);
    this.#ledger.countOfKind(kindIndex, answers);
  }
}
