import { fork } from "node:child_process";
import { milliseconds, RowbenchError } from "@rowbench/shared/contract";
import { type SupervisedChild, superviseChild } from "@rowbench/shared/processes";
import type { GeneratorCommand, GeneratorReport } from "./generator-messages.ts";
import type { LoadResult } from "./load-result.ts";
import type { LoadSpec } from "./load-spec.ts";
import type { RunOptions } from "./run-options.ts";

/** A process of its own that makes load, slice after slice. */
export interface LoadGenerator {
  readonly pid: number;
  /**
   * Runs one slice; the next may start when it has ended. Rejects with `USAGE` (a load that
   * cannot be made), `LOAD_FAILED` (no connection could be opened, or the process ended), or, once
   * the load has stopped, with the signal's reason or with what one of `whenConnected`, `onBegin` and
   * `onMark` threw.
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
  await generator.nextReport();
  return generator;
}

class ForkedGenerator implements LoadGenerator {
  readonly pid: number;
  readonly #child: SupervisedChild;
  #isRunning = false;

  constructor(child: SupervisedChild) {
    this.#child = child;
    this.pid = child.pid;
  }

  async run(spec: LoadSpec, options: RunOptions = {}): Promise<LoadResult> {
    const { signal } = options;
    signal?.throwIfAborted();
    if (this.#isRunning) throw new Error("the load generator runs one slice at a time");
    this.#isRunning = true;
    const abort = () => this.#send({ kind: "abort" });
    signal?.addEventListener("abort", abort);
    const errors: unknown[] = [];
    const fail = (error: unknown) => {
      errors.push(error);
      abort();
    };
    const isHeld = options.whenConnected !== undefined;
    let isOver = false;
    // A time that comes when the slice is over must not begin the next one.
    const begin = (atUs: number) => isOver || this.#send({ kind: "begin", atUs });
    const hooks: ReportHooks = {
      connected: () => void options.whenConnected?.().then(begin).catch(fail),
      began: ({ atUs }) => attempt(() => options.onBegin?.(atUs), fail),
      mark: ({ mark }) => attempt(() => options.onMark?.(mark), fail),
      glimpse: ({ glimpse }) => options.onGlimpse?.(glimpse),
    };
    try {
      const isWatched = options.onGlimpse !== undefined;
      this.#send({ kind: "run", spec, isWatched, isHeld });
      const report = await this.nextReport(hooks);
      if (errors.length > 0) throw errors[0];
      return resultOf(report, signal);
    } finally {
      isOver = true;
      signal?.removeEventListener("abort", abort);
      this.#isRunning = false;
    }
  }

  async close(): Promise<void> {
    await this.#child.stop();
  }

  /** The next report that ends something. Rejects with `LOAD_FAILED` when the process ends. */
  async nextReport(hooks?: ReportHooks): Promise<FinalReport> {
    const { process: child, ended } = this.#child;
    const { promise, resolve, reject } = Promise.withResolvers<FinalReport>();
    const onMessage = (report: GeneratorReport) => {
      if (report.kind === "connected") hooks?.connected();
      else if (report.kind === "began") hooks?.began(report);
      else if (report.kind === "mark") hooks?.mark(report);
      else if (report.kind === "glimpse") hooks?.glimpse(report);
      else resolve(report);
    };
    child.on("message", onMessage);
    void ended.then((how) =>
      reject(new RowbenchError("LOAD_FAILED", `the load generator ended, ${how}`)),
    );
    try {
      return await promise;
    } finally {
      child.off("message", onMessage);
    }
  }

  #send(command: GeneratorCommand): void {
    // A failed send means that the process is gone, which `nextReport` tells with its last words.
    this.#child.process.send(command, () => {});
  }
}

type ReportOf<Kind extends GeneratorReport["kind"]> = Extract<GeneratorReport, { kind: Kind }>;

/** What is done about reports that come while a slice runs. */
interface ReportHooks {
  connected(): void;
  began(report: ReportOf<"began">): void;
  mark(report: ReportOf<"mark">): void;
  glimpse(report: ReportOf<"glimpse">): void;
}

type FinalReport = Exclude<GeneratorReport, { kind: keyof ReportHooks }>;

function attempt(hook: () => void, fail: (error: unknown) => void): void {
  try {
    hook();
  } catch (error) {
    fail(error);
  }
}

function resultOf(report: FinalReport, signal: AbortSignal | undefined): LoadResult {
  if (report.kind === "result") return report.result;
  if (report.kind === "aborted") signal?.throwIfAborted();
  if (report.kind !== "failed") throw new Error(`unexpected report \`${report.kind}\``);
  throw new RowbenchError(report.code ?? "LOAD_FAILED", report.message);
}
