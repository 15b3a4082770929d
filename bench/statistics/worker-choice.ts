import { pairedRatio, type RatioInterval } from "./paired-ratio.ts";

/** Throughput of one number of workers, a value for each round. */
export interface WorkerCount {
  readonly workers: number;
  readonly throughputs: readonly number[];
}

/** One point of the curve: throughput, and its ratio to the best point in the same rounds. */
export interface CurvePoint {
  readonly workers: number;
  readonly throughput: number;
  /** Absent for the best point itself. */
  readonly ratioToBest?: RatioInterval;
}

/** The curve over all numbers of workers, and the number to use. */
export interface WorkerChoice {
  readonly curve: readonly CurvePoint[];
  readonly best: number;
  /** The smallest number that is not more than 2 % below the best. */
  readonly chosen: number;
}

const tolerated = 0.98;

/**
 * Chooses a number of workers. Each round holds all of them, so that ratios are taken within
 * rounds and a drift of the machine cancels. The chosen one is the smallest whose mean ratio to
 * the best is at least 0.98; since it was picked by its own figures, measure it afresh before
 * quoting them.
 */
export function chooseWorkers(counts: readonly WorkerCount[]): WorkerChoice {
  const best = counts.reduce((a, b) => (meanLog(b) > meanLog(a) ? b : a));
  const curve = counts
    .map((count) => pointOf(count, best))
    .toSorted((a, b) => a.workers - b.workers);
  const chosen = curve.find(({ ratioToBest }) => (ratioToBest?.ratio ?? 1) >= tolerated);
  return { curve, best: best.workers, chosen: chosen?.workers ?? best.workers };
}

function pointOf(count: WorkerCount, best: WorkerCount): CurvePoint {
  const { workers, throughputs } = count;
  const throughput = Math.exp(meanLog(count));
  if (count === best) return { workers, throughput };
  const ratios = throughputs.map((value, round) => value / (best.throughputs[round] ?? Number.NaN));
  return { workers, throughput, ratioToBest: pairedRatio(ratios) };
}

function meanLog({ throughputs }: WorkerCount): number {
  return throughputs.reduce((sum, value) => sum + Math.log(value), 0) / throughputs.length;
}

/** 1, 2, 3, 4, 6, 8, 12, 16 … up to four times the cores, or to the model's maximum. */
export function workerCounts(cores: number, maximum: number): readonly number[] {
  const counts = [1];
  for (let power = 2; power <= 4 * cores; power *= 2) counts.push(power, power * 1.5);
  return counts.filter((count) => count <= Math.min(4 * cores, maximum));
}
