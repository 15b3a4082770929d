import { performance } from "node:perf_hooks";
import process from "node:process";
import type { Bytes, Microseconds } from "@rowbench/shared/contract";
import { bytes, microseconds } from "@rowbench/shared/contract";
import type { Mark } from "../terms/run-options.ts";

/** What the generator itself used. */
export interface ResourceUse {
  /** CPU time of the process during the window, all threads, user and system. */
  readonly cpuUs: Microseconds;
  /** Share of the window in which this thread was not waiting for events, 0 to 1. */
  readonly busy: number;
  /** The largest resident size that was seen. */
  readonly rssBytes: Bytes;
}

/** Measures what this process uses between the marks of the window, all pieces together. */
export class ResourceMeter {
  #cpu = process.cpuUsage();
  #loop = performance.eventLoopUtilization();
  #cpuUs = 0;
  #activeMs = 0;
  #idleMs = 0;
  #rssBytes = process.memoryUsage.rss();

  mark(mark: Mark): void {
    const [cpu, loop] = [process.cpuUsage(), performance.eventLoopUtilization()];
    if (mark === "end") {
      this.#cpuUs += cpu.user - this.#cpu.user + cpu.system - this.#cpu.system;
      this.#activeMs += loop.active - this.#loop.active;
      this.#idleMs += loop.idle - this.#loop.idle;
    }
    this.#cpu = cpu;
    this.#loop = loop;
  }

  /** Looks at the resident size; costs a read of /proc, so not for a hot path. */
  sampleRss(): void {
    this.#rssBytes = Math.max(this.#rssBytes, process.memoryUsage.rss());
  }

  /** What was used, after the last mark. */
  read(): ResourceUse {
    this.sampleRss();
    return {
      cpuUs: microseconds(this.#cpuUs),
      busy: this.#activeMs / Math.max(this.#activeMs + this.#idleMs, Number.MIN_VALUE),
      rssBytes: bytes(this.#rssBytes),
    };
  }
}
