import { RowbenchError } from "@rowbench/shared/contract";
import type { LoadResult } from "../terms/load-result.ts";
import type { Progress, RunOptions } from "../terms/run-options.ts";
import type { SliceCommand, SliceReport } from "./generator-messages.ts";

/** What a slice needs of its generator. */
export interface Line {
  send(command: SliceCommand): void;
  /** Throws while another slice is at work. */
  assertFree(): void;
}

/** A slice that was begun, as the generator's process tells of it. */
export class RunningSlice {
  isAtRest = false;
  readonly result: Promise<LoadResult>;
  readonly #ended = Promise.withResolvers<LoadResult>();
  readonly #options: RunOptions;
  readonly #line: Line;
  /** What a hook threw, which is the news once the load has stopped. */
  #error: { readonly thrown: unknown } | undefined;

  constructor(options: RunOptions, line: Line) {
    this.#options = options;
    this.#line = line;
    this.result = this.#ended.promise;
  }

  /** Takes the next report of it. */
  take(report: SliceReport): void {
    const { onBegin, onMark, onGlimpse } = this.#options;
    if (report.kind === "connected") this.#attempt(() => this.#waitToBegin());
    else if (report.kind === "began") this.#attempt(() => onBegin?.(report.atUs));
    else if (report.kind === "mark") this.#attempt(() => onMark?.(report.mark, report.progress));
    else if (report.kind === "at-rest") this.#attempt(() => this.#waitForTurn(report.progress));
    else if (report.kind === "glimpse") onGlimpse?.(report.glimpse);
    else if (report.kind === "result") this.#end(() => this.#ended.resolve(report.result));
    else if (report.kind === "aborted") this.fail(this.#options.signal?.reason);
    else this.fail(new RowbenchError(report.code ?? "LOAD_FAILED", report.message));
  }

  /** It gives no result. */
  fail(reason: unknown): void {
    this.#end(() => this.#ended.reject(reason));
  }

  async #waitToBegin(): Promise<void> {
    const atUs = await this.#options.whenConnected?.();
    if (atUs !== undefined) this.#line.send({ kind: "begin", atUs });
  }

  async #waitForTurn(progress: Progress): Promise<void> {
    this.isAtRest = true;
    await this.#options.whenAtRest?.(progress);
    this.#line.assertFree();
    this.isAtRest = false;
    this.#line.send({ kind: "go-on" });
  }

  #end(settle: () => void): void {
    if (this.#error === undefined) settle();
    else this.#ended.reject(this.#error.thrown);
  }

  /** What a hook throws ends the load. */
  #attempt(hook: () => void | Promise<void>): void {
    const fail = (thrown: unknown) => {
      this.#error ??= { thrown };
      this.#line.send({ kind: "abort" });
    };
    try {
      void hook()?.catch(fail);
    } catch (error) {
      fail(error);
    }
  }
}
