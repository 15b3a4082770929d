import { type BlockFit, fitBlocks } from "./blocks.ts";
import { type Comparisons, compareAll } from "./comparison.ts";
import type { RoundValues } from "./ratios-by-round.ts";
import type { RatioInterval } from "./verdict.ts";

/** Throughput of one number of workers. */
export interface WorkerCount {
  readonly workers: number;
  /** By round; a number that was given up has fewer rounds than the others. */
  readonly throughputs: RoundValues;
  /** Resident memory of all processes, in bytes. */
  readonly memory: number;
}

/** One point of the curve: throughput, and its ratio to the best point. */
export interface CurvePoint {
  readonly workers: number;
  /** Geometric mean, as though it had been there in every round. */
  readonly throughput: number;
  /** Resident memory of all processes, in bytes. */
  readonly memory: number;
  /** With an interval that holds for all pairs; absent for the best point itself. */
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
/** Before that, intervals are so wide that they say nothing. */
const roundsBeforeGivingUp = 3;

/**
 * Chooses a number of workers by the fit over all rounds, in which a number that was given up is
 * compared by the rounds that it has. The chosen one is the smallest whose ratio to the best is at
 * least 0.98; since it was picked by its own figures, measure it afresh before quoting them.
 * Numbers without a round are left out; throws when all are.
 */
export function chooseWorkers(counts: readonly WorkerCount[]): WorkerChoice {
  const measured = counts.filter(({ throughputs }) => throughputs.size > 0);
  const fit = fitCounts(measured);
  const comparisons = compareAll(fit);
  const best = bestOf(comparisons);
  const curve = measured
    .map(({ workers, memory }, place): CurvePoint => {
      const throughput = Math.exp(fit.series[place]?.mean ?? Number.NaN);
      return { workers, throughput, memory, ...ratioToBest(workers, best, comparisons) };
    })
    .toSorted((a, b) => a.workers - b.workers);
  const chosen = curve.find((point) => (point.ratioToBest?.ratio ?? 1) >= tolerated);
  return { curve, best, chosen: chosen?.workers ?? best };
}

/**
 * The numbers that are worth another round: above two in a row that are worse than the best by 2 %
 * or more, and surely worse, nothing is tried any further.
 */
export function countsToGoOn(counts: readonly WorkerCount[]): readonly number[] {
  const all = counts.map(({ workers }) => workers);
  const isEarly = counts.some(({ throughputs }) => throughputs.size === 0);
  if (counts.length === 0 || isEarly) return all;
  const comparisons = compareAll(fitCounts(counts));
  const best = bestOf(comparisons);
  const rounds = counts.find(({ workers }) => workers === best)?.throughputs.size ?? 0;
  if (rounds < roundsBeforeGivingUp) return all;
  const last = all.findIndex(
    (workers, index) =>
      workers > best &&
      isSurelyWorse(workers, best, comparisons) &&
      isSurelyWorse(all[index + 1] ?? best, best, comparisons),
  );
  return last === -1 ? all : all.slice(0, last + 1);
}

function fitCounts(counts: readonly WorkerCount[]): BlockFit {
  return fitBlocks(
    counts.flatMap(({ workers, throughputs }) =>
      [...throughputs].map(([round, value]) => ({ series: String(workers), round, value })),
    ),
  );
}

function bestOf({ series: [best] }: Comparisons): number {
  if (best === undefined) throw new Error("measured numbers of workers is `0`, allowed: 1 or more");
  return Number(best);
}

function isSurelyWorse(workers: number, best: number, { between }: Comparisons): boolean {
  const comparison = between(String(workers), String(best));
  return comparison !== undefined && comparison.ratio <= tolerated && comparison.high < 1;
}

function ratioToBest(
  workers: number,
  best: number,
  { between }: Comparisons,
): Pick<CurvePoint, "ratioToBest"> {
  const comparison = between(String(workers), String(best));
  if (comparison === undefined) return {};
  const { ratio, low, high } = comparison;
  return { ratioToBest: { ratio, low, high } };
}

/** Resident memory that each worker beyond the first number of the curve takes, in bytes. */
export function memoryPerWorker({ curve }: WorkerChoice): number | undefined {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  return (last.memory - first.memory) / (last.workers - first.workers);
}

/** 1, 2, 3, 4, 6, 8, 12, 16 … up to four times the cores, or to the model's maximum. */
export function workerCounts(cores: number, maximum: number): readonly number[] {
  const counts = [1];
  for (let power = 2; power <= 4 * cores; power *= 2) counts.push(power, power * 1.5);
  return counts.filter((count) => count <= Math.min(4 * cores, maximum));
}
