import { geometricMean } from "./geometric-mean.ts";
import { pairedRatio, type RatioInterval } from "./paired-ratio.ts";

/** Throughput of one number of workers. */
export interface WorkerCount {
  readonly workers: number;
  /** By round; a number that was given up has fewer rounds than the others. */
  readonly throughputs: ReadonlyMap<number, number>;
  /** Resident memory of all processes, in bytes. */
  readonly memory: number;
}

/** One point of the curve: throughput, and its ratio to the best point in the same rounds. */
export interface CurvePoint {
  readonly workers: number;
  readonly throughput: number;
  /** Resident memory of all processes, in bytes. */
  readonly memory: number;
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
/** Before that, intervals are so wide that they say nothing. */
const roundsBeforeGivingUp = 3;

/**
 * Chooses a number of workers. Each round holds all of them, so that ratios are taken within
 * rounds and a drift of the machine cancels. The chosen one is the smallest whose mean ratio to
 * the best is at least 0.98; since it was picked by its own figures, measure it afresh before
 * quoting them. Numbers without a round are left out; throws when all are.
 */
export function chooseWorkers(counts: readonly WorkerCount[]): WorkerChoice {
  const measured = counts.filter(({ throughputs }) => throughputs.size > 0);
  const best = bestOf(measured);
  const curve = measured
    .map((count) => pointOf(count, best))
    .toSorted((a, b) => a.workers - b.workers);
  const chosen = curve.find(({ ratioToBest }) => (ratioToBest?.ratio ?? 1) >= tolerated);
  return { curve, best: best.workers, chosen: chosen?.workers ?? best.workers };
}

/**
 * The numbers that are worth another round: above two in a row that are worse than the best by 2 %
 * or more, and surely worse, nothing is tried any further.
 */
export function countsToGoOn(counts: readonly WorkerCount[]): readonly number[] {
  const all = counts.map(({ workers }) => workers);
  const isEarly = counts.some(({ throughputs }) => throughputs.size === 0);
  if (counts.length === 0 || isEarly) return all;
  const best = bestOf(counts);
  if (best.throughputs.size < roundsBeforeGivingUp) return all;
  const last = counts.findIndex(
    (count, index) =>
      count.workers > best.workers &&
      isSurelyWorse(count, best) &&
      isSurelyWorse(counts[index + 1] ?? best, best),
  );
  return last === -1 ? all : all.slice(0, last + 1);
}

function isSurelyWorse(count: WorkerCount, best: WorkerCount): boolean {
  if (count === best) return false;
  const { ratio, high } = ratioOf(count, best);
  return ratio <= tolerated && high < 1;
}

function bestOf(counts: readonly WorkerCount[]): WorkerCount {
  return counts.reduce((a, b) => (ratioOf(b, a).ratio > 1 ? b : a));
}

function pointOf(count: WorkerCount, best: WorkerCount): CurvePoint {
  const { workers, throughputs, memory } = count;
  const throughput = geometricMean([...throughputs.values()]);
  return count === best
    ? { workers, throughput, memory }
    : { workers, throughput, memory, ratioToBest: ratioOf(count, best) };
}

/** Within the rounds that hold both: one round alone gives an interval without an end. */
function ratioOf(count: WorkerCount, other: WorkerCount): RatioInterval {
  const ratios = [...count.throughputs].flatMap(([round, value]) => {
    const base = other.throughputs.get(round);
    return base === undefined ? [] : [value / base];
  });
  if (ratios.length > 1) return pairedRatio(ratios);
  return { ratio: ratios[0] ?? Number.NaN, low: 0, high: Number.POSITIVE_INFINITY };
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
