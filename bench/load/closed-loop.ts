import type { Connection } from "./connection.ts";
import type { Ledger } from "./ledger.ts";
import type { ClosedLoopResult, LoadFigures } from "./load-result.ts";
import type { Loop, Send } from "./loop.ts";

/**
 * Each connection sends when it has its answer, until the window is over. For capacity: at
 * saturation the latency is connections / throughput (Little's law), so it compares nothing.
 */
export class ClosedLoop implements Loop {
  readonly #ledger: Ledger;
  readonly #send: Send;
  readonly #timeLimitUs: number;
  readonly #waiting: Connection[] = [];

  constructor(ledger: Ledger, send: Send, timeLimitUs: number) {
    this.#ledger = ledger;
    this.#send = send;
    this.#timeLimitUs = timeLimitUs;
  }

  async prepare(): Promise<void> {}
  async dispose(): Promise<void> {}

  begin(): void {
    for (const connection of this.#waiting) {
      if (connection.state === "free") this.#send(connection, this.#ledger.startUs);
    }
  }

  ready(connection: Connection, atUs: number): void {
    if (atUs < this.#ledger.startUs) this.#waiting.push(connection);
    else if (atUs < this.#ledger.stopUs) this.#send(connection, atUs);
  }

  lost(): void {}

  recordAnswer(connection: Connection, atUs: number): void {
    if (atUs >= this.#ledger.stopUs) return;
    this.#ledger.service.record(atUs - connection.sentUs);
    this.#ledger.noteLatency(connection.requestIndex, atUs - connection.sentUs);
  }

  recordTimeout({ requestIndex }: Connection): void {
    this.#ledger.service.record(this.#timeLimitUs);
    this.#ledger.noteLatency(requestIndex, this.#timeLimitUs);
  }

  hasBacklog(): boolean {
    return false;
  }

  result(figures: LoadFigures): ClosedLoopResult {
    return { kind: "closed", ...figures };
  }
}
