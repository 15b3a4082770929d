import { setTimeout as delay } from "node:timers/promises";
import { milliseconds, RowbenchError, requestsPerSecond } from "@rowbench/shared/contract";
import type { Glimpse, LoadGenerator, LoadResult, LoadSpec, RunOptions } from "../../load/index.ts";
import { mergeResults } from "../../load/merge-results.ts";
import { splitLoad } from "../../load/split-load.ts";
import { nowUs } from "../../load/terms/clock.ts";
import { type ClockOffset, measureOffset } from "../clock-offset.ts";
import { describePlace } from "../host.ts";
import type { RemoteRole } from "./remote-role.ts";

/** Several generators as one. */
export interface HostsGenerator extends Pick<LoadGenerator, "run"> {
  /**
   * How far apart the generators began the last slice: the spread of their beginnings on our clock,
   * and what the comparison of clocks leaves open. Undefined where there is one alone.
   */
  beginnings(): Beginnings | undefined;
}

/** When the generators of a slice began. */
export interface Beginnings {
  readonly startSkewUs: number;
  /** Such as `generator 2`. */
  readonly lastToStart: string;
}

/** Beyond the slice itself: connecting, draining, the way of the result. */
const slackMs = 30_000;
/** So long before the beginning everybody has been told of it, beside the round trips. */
const leadUs = 20_000;
const exchanges = 8;

/**
 * Splits each load among the generators, lets all connect and begin at one moment, and merges what
 * they saw: histograms added, counters summed, no percentile averaged. One that fails ends the slice
 * for all; the error names it.
 */
export function createHostsGenerator(roles: readonly RemoteRole[]): HostsGenerator {
  let beginnings: Beginnings | undefined;
  return {
    beginnings: () => beginnings,
    async run(spec, options = {}) {
      options.signal?.throwIfAborted();
      // One without a connection would have nothing to do.
      const working = roles.slice(0, spec.connections);
      const parts = splitLoad(spec, working.length);
      const clocks = await Promise.all(working.map(compareClocks));
      const slice = new Slice(working, clocks, options);
      try {
        const results = await slice.run(parts);
        beginnings = slice.beginnings();
        return mergeResults(results);
      } finally {
        slice.close();
      }
    },
  };
}

function compareClocks(role: RemoteRole): Promise<ClockOffset> {
  return measureOffset(nowUs, () => role.call("clock", null), exchanges);
}

/** One load on all generators. */
class Slice {
  readonly #roles: readonly RemoteRole[];
  readonly #clocks: readonly ClockOffset[];
  readonly #options: RunOptions;
  readonly #connected = Promise.withResolvers<void>();
  readonly #deaf: (() => void)[] = [];
  /** When each began, on our clock. */
  readonly #began = new Map<RemoteRole, number>();
  readonly #glimpses: Glimpse[] = [];
  #left: number;

  constructor(roles: readonly RemoteRole[], clocks: readonly ClockOffset[], options: RunOptions) {
    this.#roles = roles;
    this.#clocks = clocks;
    this.#options = options;
    this.#left = roles.length;
    for (const [index, role] of roles.entries()) this.#listen(role, index);
  }

  async run(parts: readonly LoadSpec[]): Promise<readonly LoadResult[]> {
    const { signal, onGlimpse } = this.#options;
    const abort = () => this.#tellAll("abort", null);
    signal?.addEventListener("abort", abort);
    const isWatched = onGlimpse !== undefined;
    const runs = parts.map((spec, index) => {
      const run = this.#role(index).call("run", { spec, isWatched }, limitOf(spec));
      // Whoever fails first is the news.
      run.catch(() => {});
      return run;
    });
    const all = Promise.all(runs);
    try {
      await Promise.race([this.#connected.promise, all]);
      this.#go();
      return await all;
    } catch (error) {
      abort();
      await Promise.race([Promise.allSettled(runs), delay(slackMs)]);
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  beginnings(): Beginnings | undefined {
    const inOrder = [...this.#began].toSorted(([, a], [, b]) => a - b);
    const [first, last] = [inOrder[0], inOrder.at(-1)];
    if (first === undefined || last === undefined || first === last) return undefined;
    const openUs = Math.max(...this.#clocks.map(({ uncertaintyUs }) => uncertaintyUs));
    return {
      startSkewUs: Math.round(last[1] - first[1] + openUs),
      lastToStart: describePlace(last[0].host.place),
    };
  }

  close(): void {
    for (const stop of this.#deaf) stop();
  }

  #go(): void {
    const longestTripUs = 2 * Math.max(...this.#clocks.map(({ uncertaintyUs }) => uncertaintyUs));
    const atUs = nowUs() + leadUs + 2 * longestTripUs;
    this.#roles.forEach((role, index) => {
      role.tell("begin", { atUs: atUs + this.#clock(index).offsetUs });
    });
  }

  #listen(role: RemoteRole, index: number): void {
    const { onMark, onGlimpse } = this.#options;
    this.#deaf.push(
      role.hear("connected", () => {
        this.#left -= 1;
        if (this.#left === 0) this.#connected.resolve();
      }),
      role.hear("began", ({ atUs }) => {
        this.#began.set(role, atUs - this.#clock(index).offsetUs);
      }),
    );
    // All windows are at the same time: one tells it for all.
    if (index === 0) this.#deaf.push(role.hear("reached", ({ mark }) => onMark?.(mark)));
    if (onGlimpse === undefined) return;
    this.#deaf.push(
      role.hear("glimpse", ({ glimpse }) => {
        this.#glimpses[index] = glimpse;
        if (index === 0) onGlimpse(together(this.#glimpses));
      }),
    );
  }

  #tellAll(name: "abort", value: null): void {
    for (const role of this.#roles) role.tell(name, value);
  }

  #role(index: number): RemoteRole {
    return at(this.#roles, index);
  }

  #clock(index: number): ClockOffset {
    return at(this.#clocks, index);
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RowbenchError("HOST_FAILED", `there is no generator ${index}`);
  return item;
}

function limitOf({ loop, duration, timeLimit }: LoadSpec) {
  const warmUp = loop.kind === "closed" ? loop.warmUp.longest : 0;
  return milliseconds(warmUp + duration + 2 * timeLimit + slackMs);
}

function together(glimpses: readonly Glimpse[]): Glimpse {
  const known = glimpses.filter((glimpse) => glimpse !== undefined);
  const p99s = known.flatMap(({ p99Us }) => p99Us ?? []);
  const throughput = known.reduce((sum, one) => sum + one.throughput, 0);
  const worst = p99s.toSorted((a, b) => b - a)[0];
  return {
    throughput: requestsPerSecond(throughput),
    ...(worst !== undefined && { p99Us: worst }),
  };
}
