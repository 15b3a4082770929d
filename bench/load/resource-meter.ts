import { performance } from "node:perf_hooks";
import process from "node:process";
import type { Bytes, Microseconds } from "@rowbench/shared/contract";
import { bytes, microseconds } from "@rowbench/shared/contract";
import type { Mark } from "./run-options.ts";

/** What the generator itself used. */
export interface ResourceUse {
  /** CPU time of the process during the window, all threads, user and system. */
  readonly cpuUs: Microseconds;
  /** Share of the window in which this thread was not waiting for events, 0 to 1. */
  readonly busy: number;
  /** The largest resident size that was seen. */
  readonly rssBytes: Bytes;
}

/** Measures what this process uses between the two marks of the window. */
export class ResourceMeter {
  #cpu = process.cpuUsage();
  #loop = performance.eventLoopUtilization();
  #rssBytes = process.memoryUsage.rss();

  mark(mark: Mark): void {
    this.#cpu = process.cpuUsage(mark === "end" ? this.#cpu : undefined);
    this.#loop = performance.eventLoopUtilization(mark === "end" ? this.#loop : undefined);
  }

  /** Looks at the resident size; costs a read of /proc, so not for a hot path. */
  sampleRss(): void {
    this.#rssBytes = Math.max(this.#rssBytes, process.memoryUsage.rss());
  }

  /** What was used, after the mark of the end. */
  read(): ResourceUse {
    this.sampleRss();
    return {
      cpuUs: microseconds(this.#cpu.user + this.#cpu.system),
      busy: this.#loop.utilization,
      rssBytes: bytes(this.#rssBytes),
    };
  }
}
