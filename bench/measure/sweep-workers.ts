import type { ServerPackage } from "@rowbench/shared/concurrency";
import { milliseconds, type RequestsPerSecond } from "@rowbench/shared/contract";
import type { Database } from "@rowbench/shared/database";
import { type LoadGenerator, startLoadGenerator } from "../load/index.ts";
import { shuffle } from "../plan/shuffle.ts";
import { createRandom } from "../statistics/random.ts";
import type { WorkerCount } from "../statistics/worker-choice.ts";
import { startCell } from "./cell-process.ts";

/** What a sweep over numbers of workers measures. */
export interface WorkerSweep {
  readonly server: ServerPackage;
  readonly model: string;
  readonly counts: readonly number[];
  readonly rounds: number;
  readonly connections: number;
  readonly seed: number;
}

/** What a sweep needs beside its plan. */
export interface SweepContext {
  readonly database: Database;
  readonly signal: AbortSignal;
  readonly report: (round: number, workers: number, throughput: RequestsPerSecond) => void;
}

const warmUp = milliseconds(1500);
const slice = milliseconds(1000);
const timeLimit = milliseconds(5000);

/** Measures every number of workers once a round, freshly started, in a seeded random order. */
export async function sweepWorkers(
  sweep: WorkerSweep,
  context: SweepContext,
): Promise<readonly WorkerCount[]> {
  const random = createRandom(sweep.seed);
  const measured = new Map(sweep.counts.map((count) => [count, [] as RequestsPerSecond[]]));
  const generator = await startLoadGenerator();
  try {
    for (let round = 1; round <= sweep.rounds; round += 1) {
      for (const workers of shuffle(sweep.counts, random)) {
        context.signal.throwIfAborted();
        const throughput = await measureOnce(sweep, workers, generator, context);
        measured.get(workers)?.push(throughput);
        context.report(round, workers, throughput);
      }
    }
  } finally {
    await generator.close();
  }
  return [...measured].map(([workers, throughputs]) => ({ workers, throughputs }));
}

async function measureOnce(
  { server, model, connections, seed }: WorkerSweep,
  workers: number,
  generator: LoadGenerator,
  { database, signal }: SweepContext,
): Promise<RequestsPerSecond> {
  const { url: databaseUrl, rows } = database;
  const cell = await startCell({ entry: server.entry, model, workers, databaseUrl, rows });
  try {
    const url = `${cell.origin}/db`;
    const request = { url, connections, seed, timeLimit, expect: "row" } as const;
    await generator.run({ ...request, duration: warmUp }, { signal });
    return (await generator.run({ ...request, duration: slice }, { signal })).throughput;
  } finally {
    await cell.stop();
  }
}
