import type { RequestsPerSecond } from "@rowbench/shared/contract";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { HistogramRecorder } from "../../statistics/histogram.ts";
import type { Ledger } from "../counts/ledger.ts";
import type { Window } from "../counts/window.ts";
import type { Connection } from "../http/connection.ts";
import { nowUs } from "../terms/clock.ts";
import type { UnansweredKind } from "../terms/failure.ts";
import { fewestBacklogBins, type LoadFigures, type OpenLoopResult } from "../terms/load-result.ts";
import { type ArrivalSchedule, createArrivals } from "./arrivals.ts";
import { Backlog } from "./backlog.ts";
import type { Loop, Send } from "./loop.ts";
import { type Pacer, startPacer } from "./pacer.ts";

/** What an open loop needs to know of the load. */
export interface OpenLoopSettings {
  readonly rate: RequestsPerSecond;
  readonly seed: number;
  readonly timeLimitUs: number;
}

/**
 * Sends at the schedule's times, whatever the answers do. An arrival that finds no free
 * connection waits for one, first come first served, with its intended time unchanged; it is
 * neither dropped nor stamped again.
 */
export class OpenLoop implements Loop {
  nextEdgeUs = Number.POSITIVE_INFINITY;
  readonly latency = new HistogramRecorder();
  readonly #ledger: Ledger;
  readonly #window: Window;
  readonly #send: Send;
  readonly #settings: OpenLoopSettings;
  readonly #arrivals: ArrivalSchedule;
  readonly #backlog: Backlog;
  /** Longest free first: it spreads the load evenly, and tells whose fault a lag is. */
  readonly #free: Connection[] = [];
  readonly #latencyWithoutLag = new HistogramRecorder();
  readonly #waitingLag = new HistogramRecorder();
  readonly #generatorLag = new HistogramRecorder();
  #pacer: Pacer | undefined;
  #sentInWindow = 0;
  #unsent = 0;
  #isClosed = false;

  constructor(ledger: Ledger, window: Window, send: Send, settings: OpenLoopSettings) {
    const { rate, seed } = settings;
    this.#ledger = ledger;
    this.#window = window;
    this.#send = send;
    this.#settings = settings;
    this.#arrivals = createArrivals(rate, seed, window.durationUs);
    this.#backlog = new Backlog(rate, seed, window.durationUs);
  }

  async prepare(): Promise<void> {
    const { rate, seed } = this.#settings;
    const settings = { rate, seed, endUs: this.#window.durationUs };
    this.#pacer = await startPacer(settings, () => this.#issueDue());
  }

  async dispose(): Promise<void> {
    await this.#pacer?.stop();
  }

  begin(atUs: number): void {
    this.#window.open(atUs);
    this.nextEdgeUs = atUs + this.#backlog.nextEdgeUs;
    this.#pacer?.begin(atUs);
  }

  advance(atUs: number): void {
    while (atUs >= this.nextEdgeUs) {
      this.#backlog.sample(this.#arrivals.taken);
      this.nextEdgeUs = this.#window.startUs + this.#backlog.nextEdgeUs;
    }
    if (this.nextEdgeUs < Number.POSITIVE_INFINITY || this.#isClosed) return;
    this.#isClosed = true;
    this.#window.close();
    if (this.#isHopeless()) this.#giveUpUnsent(atUs);
  }

  ready(connection: Connection, atUs: number): void {
    connection.freeSinceUs = atUs;
    this.#free.push(connection);
    if (this.#dueUs() <= atUs) this.#issueDue();
  }

  lost(connection: Connection): void {
    const index = this.#free.indexOf(connection);
    if (index >= 0) this.#free.splice(index, 1);
  }

  recordAnswer(connection: Connection, isCorrect: boolean, atUs: number): void {
    this.#recordEnd(connection, atUs);
    if (!isCorrect) return;
    this.#ledger.countOfKind(connection.requestIndex, 1);
    if (this.#window.contains(atUs)) this.#ledger.countAnswers(1);
  }

  recordUnanswered(connection: Connection, kind: UnansweredKind): void {
    if (kind !== "timeout") return;
    this.#recordEnd(connection, connection.sentUs + this.#settings.timeLimitUs);
  }

  sweep(atUs: number): void {
    this.#issueDue();
    if (atUs >= this.#window.stopUs + this.#settings.timeLimitUs) this.#giveUpUnsent(atUs);
  }

  readonly hasMore = false;
  goOn(): void {}

  isAtRest(): boolean {
    return this.#isClosed && this.#arrivals.nextUs === Number.POSITIVE_INFINITY;
  }

  result(figures: LoadFigures): OpenLoopResult {
    const perSecond = (count: number) => requestsPerSecond((count * 1e6) / figures.elapsedUs);
    return {
      kind: "open",
      ...figures,
      offered: this.#arrivals.taken,
      unsent: this.#unsent,
      offeredRate: perSecond(this.#arrivals.taken),
      achievedRate: perSecond(this.#sentInWindow),
      latencyUs: this.latency.encode(),
      latencyWithoutLagUs: this.#latencyWithoutLag.encode(),
      lagUs: { waiting: this.#waitingLag.encode(), generator: this.#generatorLag.encode() },
      backlogPerBin: this.#backlog.perBin,
    };
  }

  /** When the next request is due; Infinity before `begin` and after the last. */
  #dueUs(): number {
    return this.#window.startUs + this.#arrivals.nextUs;
  }

  /** Sends everything that is due, as long as connections are free. */
  #issueDue(): void {
    for (let atUs = nowUs(); this.#dueUs() <= atUs; atUs = nowUs()) {
      if (atUs >= this.nextEdgeUs) this.advance(atUs);
      const connection = this.#free.shift();
      if (connection === undefined) break;
      this.#issue(connection, atUs);
    }
    this.#pacer?.noteIssued(this.#arrivals.taken);
  }

  #issue(connection: Connection, atUs: number): void {
    const intendedUs = this.#dueUs();
    const possibleUs = Math.max(intendedUs, connection.freeSinceUs);
    connection.intendedUs = intendedUs;
    connection.lagUs = atUs - possibleUs;
    this.#waitingLag.record(possibleUs - intendedUs);
    this.#generatorLag.record(connection.lagUs);
    if (atUs < this.#window.stopUs) this.#sentInWindow++;
    this.#arrivals.take();
    this.#send(connection, atUs);
  }

  #recordEnd({ sentUs, intendedUs, lagUs, requestIndex }: Connection, endUs: number): void {
    this.#ledger.service.record(endUs - sentUs);
    this.latency.record(endUs - intendedUs);
    this.#latencyWithoutLag.record(endUs - intendedUs - lagUs);
    this.#ledger.noteLatency(requestIndex, endUs - intendedUs);
  }

  /**
   * Whether the backlog would take longer than the drain may, at the pace of the window's requests;
   * never after a window that is too short to tell.
   */
  #isHopeless(): boolean {
    if (this.#backlog.perBin.length < fewestBacklogBins) return false;
    const { answers, inFlight } = this.#ledger;
    const perUs = (answers + inFlight) / this.#window.durationUs;
    return (this.#backlog.perBin.at(-1) ?? 0) > perUs * this.#settings.timeLimitUs;
  }

  /** Their wait had no end, so none of it can be told to be the generator's. */
  #giveUpUnsent(atUs: number): void {
    while (this.#arrivals.nextUs < Number.POSITIVE_INFINITY) {
      this.latency.record(atUs - this.#dueUs());
      this.#latencyWithoutLag.record(atUs - this.#dueUs());
      this.#unsent++;
      this.#arrivals.take();
    }
  }
}
