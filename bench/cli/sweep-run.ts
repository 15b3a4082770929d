import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { type Database, openDatabase } from "@rowbench/shared/database";
import type { Command } from "commander";
import { lockMachine } from "../measure/benchmark-lock.ts";
import {
  counts,
  measureSweep,
  type SweepContext,
  type SweepPlan,
  type SweepSample,
} from "../measure/sweep.ts";
import { formatCount } from "../report/columns.ts";
import type { SweepValues } from "../statistics/sweep-summary.ts";
import { parseDuration, wholeNumber } from "./arguments.ts";
import { onInterrupt } from "./interrupt.ts";
import { formatLength } from "./progress.ts";

/** What every sweep lets a person settle. */
export interface SweepOptions {
  readonly rounds: number;
  readonly slice: Milliseconds;
  readonly seed: number;
}

/** Adds `--rounds`, `--slice` and `--seed`. */
export function withSweepOptions(command: Command): Command {
  return command
    .option("--rounds <number>", "fresh starts of each setting", wholeNumber(2, 100), 6)
    .option("--slice <time>", "load on each setting", parseDuration, milliseconds(800))
    .option("--seed <number>", "of the orders", wholeNumber(0, 2 ** 32 - 1), 1)
    .exitOverride();
}

/** What a sweep measures with: no other benchmark runs, and Ctrl-C ends it. */
export interface SweepSession {
  readonly database: Database;
  readonly signal: AbortSignal;
}

/** Opens the database and locks the machine for the time of `work`. */
export async function inSweepSession(
  work: (session: SweepSession) => Promise<void>,
): Promise<void> {
  const unlock = await lockMachine();
  const interrupt = onInterrupt();
  try {
    const database = await openDatabase({
      databaseUrl: process.env.DATABASE_URL || undefined,
      onProgress: (message) => process.stderr.write(`${message}\n`),
    });
    try {
      await work({ database, signal: interrupt.signal });
    } finally {
      await database.close();
    }
  } finally {
    interrupt.dispose();
    await unlock();
  }
}

const startMs = 3000;
const settleMs = 400;

/** Says how long it takes, measures with a line a figure, and gives the figures that count. */
export async function runSweep(
  plan: SweepPlan,
  { database, signal }: SweepSession,
  remaining?: SweepContext["remaining"],
): Promise<SweepValues> {
  const { series, points, rounds, slice } = plan;
  const estimate = rounds * series.length * (startMs + points.length * (settleMs + slice));
  process.stderr.write(
    `${series.length} starts with ${points.length} loads each, ${rounds} rounds: about ${formatLength(estimate)}\n`,
  );
  const samples = await measureSweep(plan, {
    database,
    signal,
    ...(remaining === undefined ? {} : { remaining }),
    report: ({ round, series: name, point, throughput, failed }) =>
      process.stderr.write(
        `round ${round}/${rounds}  ${name}  ${point}  ${formatCount(throughput)} req/s${failed > 0 ? `, ${failed} failed` : ""}\n`,
      ),
  });
  const counting = samples.filter((sample) => counts(sample, slice));
  const byRound = (name: string, point: string, figure: (sample: SweepSample) => number) =>
    new Map(
      counting
        .filter((sample) => sample.series === name && sample.point === point)
        .map((sample) => [sample.round, figure(sample)]),
    );
  return {
    series: series.map(({ label }) => label),
    points,
    valuesOf: (name, point) => byRound(name, point, ({ throughput }) => throughput),
    cpuOf: (name, point) => byRound(name, point, ({ cpuUsPerRequest }) => cpuUsPerRequest),
    memoryOf: (name) => {
      const own = samples.filter((sample) => sample.series === name);
      return own.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / Math.max(1, own.length);
    },
  };
}
