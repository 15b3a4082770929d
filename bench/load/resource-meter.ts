import { performance } from "node:perf_hooks";
import process from "node:process";
import type { Bytes, Microseconds } from "@rowbench/shared/contract";
import { bytes, microseconds } from "@rowbench/shared/contract";

/** What the generator itself used. */
export interface ResourceUse {
  /** CPU time of the process, all threads, user and system. */
  readonly cpuUs: Microseconds;
  /** Share of the time in which this thread was not waiting for events, 0 to 1. */
  readonly busy: number;
  /** The largest resident size that was seen. */
  readonly rssBytes: Bytes;
}

/** Measures what this process uses from its making on. */
export class ResourceMeter {
  readonly #cpu = process.cpuUsage();
  readonly #loop = performance.eventLoopUtilization();
  #rssBytes = process.memoryUsage.rss();

  /** Looks at the resident size; costs a read of /proc, so not for a hot path. */
  sampleRss(): void {
    this.#rssBytes = Math.max(this.#rssBytes, process.memoryUsage.rss());
  }

  read(): ResourceUse {
    this.sampleRss();
    const cpu = process.cpuUsage(this.#cpu);
    return {
      cpuUs: microseconds(cpu.user + cpu.system),
      busy: performance.eventLoopUtilization(this.#loop).utilization,
      rssBytes: bytes(this.#rssBytes),
    };
  }
}
