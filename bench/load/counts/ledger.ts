import { bytes, microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { HistogramRecorder } from "../../statistics/histogram.ts";
import type { RowCheck } from "../http/row-check.ts";
import { FailureTally, type Fault, type UnansweredKind } from "../terms/failure.ts";
import { binUs, type KindFigures, type LoadFigures } from "../terms/load-result.ts";
import type { RequestKind } from "../terms/load-spec.ts";
import type { ResourceUse } from "./resource-meter.ts";
import type { Window } from "./window.ts";

interface KindBooks {
  readonly name: string;
  correct: number;
  readonly latency: HistogramRecorder;
}

/** The books of one slice; `LoadFigures` tells which sums hold between them. */
export class Ledger {
  readonly failures = new FailureTally();
  readonly service = new HistogramRecorder();
  inFlight = 0;
  #issued = 0;
  #correct = 0;
  #answers = 0;
  readonly #window: Window;
  readonly #answersPerBin: number[];
  readonly #kinds: readonly KindBooks[];

  constructor(kinds: readonly RequestKind[], window: Window) {
    this.#window = window;
    this.#answersPerBin = new Array<number>(Math.ceil(window.durationUs / binUs)).fill(0);
    this.#kinds = kinds.map(({ name }) => ({ name, correct: 0, latency: new HistogramRecorder() }));
  }

  /** Correct answers so far, all parts. */
  get correct(): number {
    return this.#correct;
  }

  /** Correct answers of the window so far; closed loop: by the share of their time. */
  get answers(): number {
    return this.#answers;
  }

  noteSent(count: number): void {
    this.#issued += count;
    this.inFlight += count;
  }

  noteAnswer(fault: Fault | undefined, atUs: number): void {
    this.inFlight--;
    if (fault === undefined) this.#noteCorrect(atUs);
    else this.failures.add(fault.kind, fault.message);
  }

  noteUnanswered(kind: UnansweredKind, message: string): void {
    this.inFlight--;
    this.failures.add(kind, message);
  }

  /** Correct answers of the window; a share of one for a request that crosses its edge. */
  countAnswers(count: number): void {
    this.#answers += count;
  }

  /** Correct answers of a kind of request. */
  countOfKind(kindIndex: number, count: number): void {
    const kind = this.#kinds[kindIndex];
    if (kind !== undefined) kind.correct += count;
  }

  /** Notes how long a request of a kind took, when there is more than one. */
  noteLatency(kindIndex: number, latencyUs: number): void {
    if (this.#kinds.length > 1) this.#kinds[kindIndex]?.latency.record(latencyUs);
  }

  figures(use: ResourceUse, bytesReceived: number, rows: RowCheck): LoadFigures {
    const elapsedUs = microseconds(Math.round(this.#window.durationUs));
    const { answersPerIdBin } = rows;
    return {
      elapsedUs,
      issued: this.#issued,
      correct: this.#correct,
      failures: this.failures.counts,
      failureSamples: this.failures.samples,
      answers: this.#answers,
      throughput: requestsPerSecond((this.#answers * 1_000_000) / elapsedUs),
      answersPerBin: this.#answersPerBin,
      ...(answersPerIdBin === undefined ? {} : { answersPerIdBin }),
      bytesReceived: bytes(bytesReceived),
      generatorCpuUs: use.cpuUs,
      generatorBusy: use.busy,
      generatorRssBytes: use.rssBytes,
      serviceUs: this.service.encode(),
      ...(this.#kinds.length > 1 ? { kinds: this.#kinds.map(kindFigures) } : {}),
    };
  }

  #noteCorrect(atUs: number): void {
    this.#correct++;
    if (!this.#window.contains(atUs)) return;
    const bin = Math.floor(this.#window.placeUs(atUs) / binUs);
    // At the very end, rounding may give one bin too many.
    (this.#answersPerBin[Math.min(bin, this.#answersPerBin.length - 1)] as number)++;
  }
}

function kindFigures({ name, correct, latency }: KindBooks): KindFigures {
  return { name, correct, latencyUs: latency.encode() };
}
