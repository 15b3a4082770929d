import { fork } from "node:child_process";
import { milliseconds, RowbenchError } from "@rowbench/shared/contract";
import { type SupervisedChild, superviseChild } from "@rowbench/shared/processes";
import type { LoadResult } from "../terms/load-result.ts";
import type { LoadSpec } from "../terms/load-spec.ts";
import type { RunOptions } from "../terms/run-options.ts";
import type { GeneratorCommand, GeneratorReport, SliceCommand } from "./generator-messages.ts";
import { RunningSlice } from "./running-slice.ts";

/** A process of its own that makes load, slice after slice. */
export interface LoadGenerator {
  readonly pid: number;
  /**
   * Runs one slice; another may start or go on when it has ended, or stands still between two pieces
   * of its window. Rejects with `USAGE` (a load that cannot be made), `LOAD_FAILED` (no connection
   * could be opened, or the process ended), or, once the load has stopped, with the signal's reason
   * or with what one of `whenConnected`, `whenAtRest`, `onBegin` and `onMark` threw.
   */
  run(spec: LoadSpec, options?: RunOptions): Promise<LoadResult>;
  /** Ends the process, and waits until it has ended. */
  close(): Promise<void>;
}

/** A process that does not end by itself in this time is killed. */
const patience = milliseconds(2000);

/** Starts the generator's process. Rejects with `LOAD_FAILED` when it does not come up. */
export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(new URL("./generator-process.ts", import.meta.url), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  const generator = new ForkedGenerator(
    superviseChild(child, { requests: ["disconnect"], patience }),
  );
  await generator.ready;
  return generator;
}

class ForkedGenerator implements LoadGenerator {
  readonly pid: number;
  readonly ready: Promise<void>;
  readonly #child: SupervisedChild;
  readonly #becameReady = Promise.withResolvers<void>();
  readonly #slices = new Map<number, RunningSlice>();
  #begun = 0;

  constructor(child: SupervisedChild) {
    this.#child = child;
    this.pid = child.pid;
    this.ready = this.#becameReady.promise;
    child.process.on("message", (report: GeneratorReport) => {
      if (report.kind === "ready") this.#becameReady.resolve();
      else this.#slices.get(report.slice)?.take(report);
    });
    void this.#ended.then(this.#becameReady.reject);
  }

  /** Resolves to what its end means for a slice. */
  get #ended(): Promise<RowbenchError> {
    return this.#child.ended.then(
      (how) => new RowbenchError("LOAD_FAILED", `the load generator ended, ${how}`),
    );
  }

  async run(spec: LoadSpec, options: RunOptions = {}): Promise<LoadResult> {
    const { signal, whenConnected, whenAtRest, onGlimpse } = options;
    signal?.throwIfAborted();
    this.#assertFree();
    this.#begun += 1;
    const number = this.#begun;
    const send = (command: SliceCommand) => this.#send({ slice: number, ...command });
    const slice = new RunningSlice(options, {
      send,
      assertFree: () => this.#assertFree(),
    });
    this.#slices.set(number, slice);
    void this.#ended.then((error) => slice.fail(error));
    const abort = () => send({ kind: "abort" });
    signal?.addEventListener("abort", abort);
    try {
      const isHeld = whenConnected !== undefined;
      const takesTurns = whenAtRest !== undefined;
      send({ kind: "run", spec, isWatched: onGlimpse !== undefined, isHeld, takesTurns });
      return await slice.result;
    } finally {
      this.#slices.delete(number);
      signal?.removeEventListener("abort", abort);
    }
  }

  async close(): Promise<void> {
    await this.#child.stop();
  }

  #assertFree(): void {
    if ([...this.#slices.values()].every(({ isAtRest }) => isAtRest)) return;
    throw new Error("the load generator runs one slice at a time");
  }

  #send(command: GeneratorCommand): void {
    // A failed send means that the process is gone, which its end tells with its last words.
    this.#child.process.send(command, () => {});
  }
}
