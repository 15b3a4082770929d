import { bytes, microseconds, requestsPerSecond } from "@rowbench/shared/contract";
import { FailureTally, type Fault } from "./failure.ts";
import { HistogramRecorder } from "./histogram.ts";
import type { ClassFigures, LoadFigures } from "./load-result.ts";
import type { ResourceUse } from "./resource-meter.ts";

interface ClassBooks {
  readonly name: string;
  correct: number;
  readonly latency: HistogramRecorder;
}

/** The books of one slice; `LoadFigures` tells which sums hold between them. */
export class Ledger {
  readonly failures = new FailureTally();
  readonly service = new HistogramRecorder();
  startUs = Number.POSITIVE_INFINITY;
  stopUs = Number.POSITIVE_INFINITY;
  issued = 0;
  inFlight = 0;
  responses = 0;
  correct = 0;
  late = 0;
  lateCorrect = 0;
  /** One for each class of the load. */
  readonly #classes: readonly ClassBooks[];

  constructor(classNames: readonly string[]) {
    this.#classes = classNames.map((name) => ({
      name,
      correct: 0,
      latency: new HistogramRecorder(),
    }));
  }

  noteSent(count: number): void {
    this.issued += count;
    this.inFlight += count;
  }

  /** Notes how long a request of a class took, when there is more than one class. */
  noteLatency(classIndex: number, latencyUs: number): void {
    if (this.#classes.length > 1) this.#classes[classIndex]?.latency.record(latencyUs);
  }

  /** A complete response came at `atUs`. */
  noteAnswer(classIndex: number, fault: Fault | undefined, atUs: number): void {
    const books = this.#classes[classIndex];
    if (books !== undefined && fault === undefined) books.correct++;
    this.inFlight--;
    if (fault !== undefined) this.failures.add(fault.kind, fault.message);
    if (atUs < this.stopUs) {
      this.responses++;
      if (fault === undefined) this.correct++;
    } else {
      this.late++;
      if (fault === undefined) this.lateCorrect++;
    }
  }

  figures(use: ResourceUse, bytesReceived: number): LoadFigures {
    const elapsedUs = microseconds(Math.round(this.stopUs - this.startUs));
    return {
      elapsedUs,
      issued: this.issued,
      responses: this.responses,
      correct: this.correct,
      late: this.late,
      lateCorrect: this.lateCorrect,
      failures: this.failures.counts,
      failureSamples: this.failures.samples,
      throughput: requestsPerSecond((this.correct * 1_000_000) / elapsedUs),
      bytesReceived: bytes(bytesReceived),
      generatorCpuUs: use.cpuUs,
      generatorBusy: use.busy,
      generatorRssBytes: use.rssBytes,
      serviceUs: this.service.encode(),
      ...(this.#classes.length > 1 ? { classes: this.#classes.map(classFigures) } : {}),
    };
  }
}

function classFigures({ name, correct, latency }: ClassBooks): ClassFigures {
  return { name, correct, latencyUs: latency.encode() };
}
