import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { GeneratorCommand, GeneratorReport } from "./generator-messages.ts";
import type { LoadResult } from "./load-result.ts";
import type { LoadSpec } from "./load-spec.ts";
import type { Mark, RunOptions } from "./run-options.ts";

/** A process of its own that makes load, slice after slice. */
export interface LoadGenerator {
  readonly pid: number;
  /**
   * Runs one slice; the next may start when it has ended. Rejects with `USAGE` (a load that
   * cannot be made), `LOAD_FAILED` (no connection could be opened, or the process ended), or, once
   * the load has stopped, with the signal's reason or with what `onMark` threw.
   */
  run(spec: LoadSpec, options?: RunOptions): Promise<LoadResult>;
  /** Ends the process, and waits until it has ended. */
  close(): Promise<void>;
}

/** A process that does not end by itself in this time is killed. */
const closeLimitMs = 2000;
const keptErrorCharacters = 2000;

/** Starts the generator's process. Rejects with `LOAD_FAILED` when it does not come up. */
export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(new URL("./generator-process.ts", import.meta.url), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  const generator = new ForkedGenerator(child);
  await generator.nextReport();
  return generator;
}

class ForkedGenerator implements LoadGenerator {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  #lastErrors = "";
  #isRunning = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#exited = describeExit(child);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastErrors = (this.#lastErrors + text).slice(-keptErrorCharacters);
    });
  }

  async run(spec: LoadSpec, options: RunOptions = {}): Promise<LoadResult> {
    const { signal } = options;
    signal?.throwIfAborted();
    if (this.#isRunning) throw new Error("the load generator runs one slice at a time");
    this.#isRunning = true;
    const abort = () => this.#send({ kind: "abort" });
    signal?.addEventListener("abort", abort);
    const errors: unknown[] = [];
    const onMark = (mark: Mark) => {
      try {
        options.onMark?.(mark);
      } catch (error) {
        errors.push(error);
        abort();
      }
    };
    try {
      this.#send({ kind: "run", spec });
      const report = await this.nextReport(onMark);
      if (errors.length > 0) throw errors[0];
      return resultOf(report, signal);
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#isRunning = false;
    }
  }

  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), closeLimitMs);
    await this.#exited;
    clearTimeout(timer);
  }

  /** The next report that is no mark. Rejects with `LOAD_FAILED` when the process ends. */
  async nextReport(onMark?: (mark: Mark) => void): Promise<FinalReport> {
    const { promise, resolve, reject } = Promise.withResolvers<FinalReport>();
    const onMessage = (report: GeneratorReport) => {
      if (report.kind === "mark") onMark?.(report.mark);
      else resolve(report);
    };
    this.#child.on("message", onMessage);
    void this.#exited.then((how) => reject(this.#deathError(how)));
    try {
      return await promise;
    } finally {
      this.#child.off("message", onMessage);
    }
  }

  #send(command: GeneratorCommand): void {
    // A failed send means that the process is gone, which `nextReport` tells with its last words.
    this.#child.send(command, () => {});
  }

  #deathError(how: string): RowbenchError {
    const words = this.#lastErrors === "" ? "" : `; its last words: ${this.#lastErrors.trim()}`;
    return new RowbenchError("LOAD_FAILED", `the load generator ${how}${words}`);
  }
}

type FinalReport = Exclude<GeneratorReport, { kind: "mark" }>;

function resultOf(report: FinalReport, signal: AbortSignal | undefined): LoadResult {
  if (report.kind === "result") return report.result;
  if (report.kind === "aborted") signal?.throwIfAborted();
  if (report.kind !== "failed") throw new Error(`unexpected report \`${report.kind}\``);
  throw new RowbenchError(report.code ?? "LOAD_FAILED", report.message);
}

/**
 * Resolves, once the process has ended and its last words are read, with how it ended. Not by the
 * event "close": Node.js leaves it out when it was this side that disconnected.
 */
async function describeExit(child: ChildProcess): Promise<string> {
  const silent = child.stderr === null ? undefined : once(child.stderr, "close");
  try {
    const [code, killedBy] = (await once(child, "exit")) as [number | null, string | null];
    await silent;
    return code === null ? `was ended by \`${killedBy}\`` : `ended with exit code \`${code}\``;
  } catch (error) {
    return `could not be started: ${messageOf(error)}`;
  }
}
