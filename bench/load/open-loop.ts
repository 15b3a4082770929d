import type { RequestsPerSecond } from "@rowbench/shared/contract";
import { requestsPerSecond } from "@rowbench/shared/contract";
import { type ArrivalSchedule, createArrivals } from "./arrivals.ts";
import { nowUs } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { HistogramRecorder } from "./histogram.ts";
import type { Ledger } from "./ledger.ts";
import type { LoadFigures, OpenLoopResult } from "./load-result.ts";
import type { Loop, Send } from "./loop.ts";
import { type Pacer, startPacer } from "./pacer.ts";

/** What an open loop needs to know of the request. */
export interface OpenLoopSettings {
  readonly rate: RequestsPerSecond;
  readonly seed: number;
  readonly durationUs: number;
  readonly timeLimitUs: number;
}

/**
 * Sends at the schedule's times, whatever the answers do. An arrival that finds no free
 * connection waits for one, first come first served, with its intended time unchanged; it is
 * neither dropped nor stamped again.
 */
export class OpenLoop implements Loop {
  readonly #ledger: Ledger;
  readonly #send: Send;
  readonly #settings: OpenLoopSettings;
  readonly #arrivals: ArrivalSchedule;
  /** Longest free first: it spreads the load evenly, and tells whose fault a lag is. */
  readonly #free: Connection[] = [];
  readonly #latency = new HistogramRecorder();
  readonly #waitingLag = new HistogramRecorder();
  readonly #generatorLag = new HistogramRecorder();
  #pacer: Pacer | undefined;
  #sentInWindow = 0;
  #unsent = 0;

  constructor(ledger: Ledger, send: Send, settings: OpenLoopSettings) {
    this.#ledger = ledger;
    this.#send = send;
    this.#settings = settings;
    this.#arrivals = createArrivals(settings.rate, settings.seed, settings.durationUs);
  }

  async prepare(): Promise<void> {
    const { rate, seed, durationUs } = this.#settings;
    this.#pacer = await startPacer({ rate, seed, endUs: durationUs }, () => this.#issueDue());
  }

  async dispose(): Promise<void> {
    await this.#pacer?.stop();
  }

  begin(): void {
    this.#pacer?.begin(this.#ledger.startUs);
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

  recordAnswer(connection: Connection, atUs: number): void {
    this.#ledger.service.record(atUs - connection.sentUs);
    this.#latency.record(atUs - connection.intendedUs);
    this.#ledger.noteLatency(connection.requestIndex, atUs - connection.intendedUs);
  }

  recordTimeout(connection: Connection): void {
    this.recordAnswer(connection, connection.sentUs + this.#settings.timeLimitUs);
  }

  hasBacklog(atUs: number): boolean {
    this.#issueDue();
    if (atUs >= this.#ledger.stopUs + this.#settings.timeLimitUs) this.#giveUpUnsent(atUs);
    return this.#arrivals.nextUs < Number.POSITIVE_INFINITY;
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
      latencyUs: this.#latency.encode(),
      lagUs: { waiting: this.#waitingLag.encode(), generator: this.#generatorLag.encode() },
    };
  }

  /** When the next request is due; Infinity before `begin` and after the last. */
  #dueUs(): number {
    return this.#ledger.startUs + this.#arrivals.nextUs;
  }

  /** Sends everything that is due, as long as connections are free. */
  #issueDue(): void {
    for (let atUs = nowUs(); this.#dueUs() <= atUs; atUs = nowUs()) {
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
    this.#waitingLag.record(possibleUs - intendedUs);
    this.#generatorLag.record(atUs - possibleUs);
    if (atUs < this.#ledger.stopUs) this.#sentInWindow++;
    this.#arrivals.take();
    this.#send(connection, atUs);
  }

  #giveUpUnsent(atUs: number): void {
    while (this.#arrivals.nextUs < Number.POSITIVE_INFINITY) {
      this.#latency.record(atUs - this.#dueUs());
      this.#unsent++;
      this.#arrivals.take();
    }
  }
}
