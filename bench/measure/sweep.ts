import {
  type Bytes,
  type Microseconds,
  type Milliseconds,
  microseconds,
  milliseconds,
  type RequestsPerSecond,
} from "@rowbench/shared/contract";
import type { Database } from "@rowbench/shared/database";
import type { LoadRequest } from "../load/index.ts";
import { type LoadGenerator, startLoadGenerator } from "../load/index.ts";
import { shuffle } from "../plan/shuffle.ts";
import { createRandom } from "../statistics/random.ts";
import { type CellStart, startCell } from "./cell-process.ts";
import { processUsage } from "./process-usage.ts";

/** One way to start a server: a curve of the sweep. */
export interface SweepSeries {
  readonly label: string;
  readonly start: Omit<CellStart, "databaseUrl" | "rows">;
}

/** One kind of load: a place on the curves. */
export interface SweepPoint {
  readonly label: string;
  /** Where it lies on the axis, such as the wait in ms. */
  readonly value: number;
  readonly load: Pick<LoadRequest, "connections" | "expect" | "mix"> & { readonly path: string };
}

/** What a sweep measures: every point on every series, once a round. */
export interface SweepPlan {
  readonly series: readonly SweepSeries[];
  readonly points: readonly SweepPoint[];
  readonly rounds: number;
  readonly slice: Milliseconds;
  readonly seed: number;
}

/** The throughput of one series at one point in one round. */
export interface SweepSample {
  readonly series: string;
  readonly point: string;
  readonly round: number;
  readonly throughput: RequestsPerSecond;
  /** Requests that failed: more than one in a thousand and the sample does not count. */
  readonly failed: number;
  /** CPU time of all processes of the server, for each correct response. */
  readonly cpuUsPerRequest: Microseconds;
  /** Resident memory of all processes of the server afterwards. */
  readonly rssBytes: Bytes;
}

/** What a sweep needs beside its plan. */
export interface SweepContext {
  readonly database: Pick<Database, "url" | "rows">;
  readonly signal: AbortSignal;
  readonly report: (sample: SweepSample) => void;
  /** Which series the next round still holds; all of them by default. */
  readonly remaining?: (samples: readonly SweepSample[]) => readonly SweepSeries[];
}

const warmUp = milliseconds(1500);
/** The pool and the queues of the point before are gone by then. */
const settle = milliseconds(400);
const timeLimit = milliseconds(10_000);
const failureShareLimit = 0.001;

/**
 * Measures the plan: in each round every series is started afresh, in a seeded random order, warmed
 * up, and put under the load of every point, in a random order, too.
 */
export async function measureSweep(
  plan: SweepPlan,
  context: SweepContext,
): Promise<readonly SweepSample[]> {
  const { series, points, rounds, seed } = plan;
  const random = createRandom(seed);
  const samples: SweepSample[] = [];
  const generator = await startLoadGenerator();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const one of shuffle(context.remaining?.(samples) ?? series, random)) {
        context.signal.throwIfAborted();
        const order = shuffle(points, random);
        await measureSeries(
          { ...plan, points: order },
          one,
          round,
          generator,
          context,
          (sample) => {
            samples.push(sample);
            context.report(sample);
          },
        );
      }
    }
  } finally {
    await generator.close();
  }
  return samples;
}

/** Whether a sample's figure may be used. */
export function counts({ failed, throughput }: SweepSample, slice: Milliseconds): boolean {
  return throughput > 0 && failed <= failureShareLimit * ((throughput * slice) / 1000);
}

async function measureSeries(
  { points, slice, seed }: SweepPlan,
  { label, start }: SweepSeries,
  round: number,
  generator: LoadGenerator,
  { database: { url: databaseUrl, rows }, signal }: SweepContext,
  emit: (sample: SweepSample) => void,
): Promise<void> {
  const cell = await startCell({ ...start, databaseUrl, rows });
  const run = async ({ load: { path, ...load } }: SweepPoint, duration: Milliseconds) => {
    const url = `${cell.origin}${path}`;
    return generator.run({ ...load, url, seed: seed + round, timeLimit, duration }, { signal });
  };
  try {
    const [first] = points;
    if (first !== undefined) await run(first, warmUp);
    for (const point of points) {
      if (point !== first) await run(point, settle);
      const before = await processUsage(cell.pids);
      const { throughput, failures, correct, lateCorrect } = await run(point, slice);
      const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
      const { cpuUs, rssBytes } = await processUsage(cell.pids);
      const cpuUsPerRequest = microseconds(
        (cpuUs - before.cpuUs) / Math.max(1, correct + lateCorrect),
      );
      const figures = { throughput, failed, cpuUsPerRequest, rssBytes };
      emit({ series: label, point: point.label, round, ...figures });
    }
  } finally {
    await cell.stop();
  }
}
