import type { HistogramRecorder } from "../../statistics/histogram.ts";
import type { Ledger } from "../counts/ledger.ts";
import type { Window } from "../counts/window.ts";
import type { Connection } from "../http/connection.ts";
import type { UnansweredKind } from "../terms/failure.ts";
import { binUs, type ClosedLoopResult, type LoadFigures } from "../terms/load-result.ts";
import type { WarmUp } from "../terms/load-spec.ts";
import type { Loop, Send } from "./loop.ts";
import { Ramp } from "./ramp.ts";
import { Settling } from "./settling.ts";
import { WarmUpWatch } from "./warm-up-watch.ts";

/** What a closed loop needs to know of the load. */
export interface ClosedLoopSettings {
  readonly warmUp: WarmUp;
  readonly timeLimitUs: number;
}

/**
 * The parts of a closed loop, see `LoadFigures`; the ramp is the beginning of the warm-up and of the
 * settling.
 */
type Phase = "opening" | "warm-up" | "settling" | "window" | "cool-down" | "rest";

/** Of a piece: code and connections are warm. */
const shortRampUs = 10_000;

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
  readonly #settling = new Settling();
  #phase: Phase = "opening";
  #inFlightUs = 0;
  #outsideUs = 0;
  /** When the part before the cool-down ended. */
  #coolSinceUs = 0;
  /** Requests that were in flight then and still are. */
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
    this.#warmUp.begin(atUs);
    if (this.#warmUp.state === "rising") {
      this.#phase = "warm-up";
      this.#ramp.begin(atUs, binUs);
    } else if (this.#window.pieces > 1) {
      this.#phase = "rest";
    } else {
      // A ramp would lie in the window.
      this.#ramp.begin(atUs, 0);
      this.#openWindow(atUs);
    }
    this.advance(atUs);
  }

  get hasMore(): boolean {
    return !this.#window.isOver;
  }

  goOn(atUs: number): void {
    this.#settle(atUs);
    this.advance(atUs);
  }

  advance(atUs: number): void {
    while (this.#phase === "warm-up" && atUs >= this.#warmUp.binEndUs) this.#endBin();
    if (this.#phase === "settling") this.#passSettling(atUs);
    if (this.#phase === "window" && atUs >= this.#window.stopUs) this.#closeWindow();
    for (const connection of this.#ramp.take(atUs)) {
      if (connection.state === "free") this.#send(connection, atUs);
    }
    this.nextEdgeUs = Math.min(this.#ramp.nextUs, this.#phaseEndUs());
  }

  ready(connection: Connection, atUs: number): void {
    if (atUs >= this.nextEdgeUs) this.advance(atUs);
    const isAtRest = this.#phase === "opening" || this.#phase === "rest";
    // On a connection that waits for its turn, or had it just now, the ramp sends.
    const isMine = connection.state === "free" && !this.#ramp.isWaiting(connection);
    if (isAtRest) this.#ramp.add(connection);
    else if (isMine) this.#send(connection, atUs);
  }

  lost(): void {}

  recordAnswer(connection: Connection, isCorrect: boolean, atUs: number): void {
    if (isCorrect) connection.correct++;
    if (isCorrect && this.#phase === "warm-up") this.#warmUp.noteAnswer();
    if (this.#phase === "settling") this.#noteSettled();
    this.#recordEnd(connection, atUs);
    this.#end(connection, atUs);
  }

  recordUnanswered(connection: Connection, kind: UnansweredKind, atUs: number): void {
    const isTimeout = kind === "timeout";
    const endUs = isTimeout ? connection.sentUs + this.#timeLimitUs : atUs;
    if (isTimeout) this.#recordEnd(connection, endUs);
    this.#end(connection, endUs);
  }

  sweep(): void {}

  isAtRest(): boolean {
    return this.#phase === "rest";
  }

  result(figures: LoadFigures): ClosedLoopResult {
    const inFlightUs = Math.round(this.#inFlightUs);
    const outsideUs = Math.round(this.#outsideUs);
    const { pieces } = this.#window;
    const inPieces = pieces === 1 ? {} : { pieces };
    const warmUp = this.#warmUp.figures();
    return { kind: "closed", ...figures, ...inPieces, warmUp, inFlightUs, outsideUs };
  }

  #phaseEndUs(): number {
    if (this.#phase === "warm-up") return this.#warmUp.binEndUs;
    if (this.#phase === "settling") return this.#settling.nextUs;
    return this.#phase === "window" ? this.#window.stopUs : Number.POSITIVE_INFINITY;
  }

  #endBin(): void {
    const edgeUs = this.#warmUp.binEndUs;
    this.#warmUp.endBin();
    if (this.#warmUp.state === "rising") return;
    if (this.#window.pieces > 1) this.#coolDown(edgeUs);
    else this.#openWindow(edgeUs);
  }

  #settle(atUs: number): void {
    this.#phase = "settling";
    this.#settling.begin(atUs, this.#ramp.size);
    this.#ramp.begin(atUs, shortRampUs);
  }

  #noteSettled(): void {
    this.#settling.noteAnswer();
    this.nextEdgeUs = Math.min(this.nextEdgeUs, this.#settling.nextUs);
  }

  #passSettling(atUs: number): void {
    if (this.#settling.announces(atUs)) this.#window.announce();
    if (atUs >= this.#settling.endUs) this.#openWindow(atUs);
  }

  #openWindow(atUs: number): void {
    this.#phase = "window";
    this.#window.open(atUs);
  }

  #closeWindow(): void {
    this.#coolDown(this.#window.stopUs);
    this.#window.close();
  }

  #coolDown(sinceUs: number): void {
    this.#coolSinceUs = sinceUs;
    this.#owed = this.#ledger.inFlight;
    this.#phase = this.#owed === 0 ? "rest" : "cool-down";
  }

  #recordEnd({ sentUs, requestIndex }: Connection, endUs: number): void {
    if (!this.#window.contains(endUs)) {
      this.#outsideUs -= this.#window.overlapUs(sentUs, endUs);
      return;
    }
    this.#outsideUs += Math.max(0, this.#window.startUs - sentUs);
    this.#ledger.service.record(endUs - sentUs);
    this.#ledger.noteLatency(requestIndex, endUs - sentUs);
  }

  /** Counts a batch once all of it has ended. */
  #end(connection: Connection, endUs: number): void {
    const { sentUs, requestIndex, correct, unanswered } = connection;
    if (unanswered === 0) {
      const overlapUs = this.#window.overlapUs(sentUs, endUs);
      this.#inFlightUs += overlapUs;
      if (overlapUs > 0) this.#count(requestIndex, (correct * overlapUs) / (endUs - sentUs));
    }
    if (this.#phase !== "cool-down" || sentUs >= this.#coolSinceUs) return;
    this.#owed--;
    if (this.#owed === 0) this.#phase = "rest";
  }

  #count(kindIndex: number, answers: number): void {
    this.#ledger.countAnswers(answers);
    this.#ledger.countOfKind(kindIndex, answers);
  }
}
