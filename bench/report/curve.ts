import { geometricMean } from "../statistics/geometric-mean.ts";
import type { RatioInterval } from "../statistics/paired-ratio.ts";
import { memoryPerWorker, type WorkerChoice } from "../statistics/worker-choice.ts";
import { formatBytes, formatCount } from "./columns.ts";
import { formatRatio } from "./text-table.ts";

const barLength = 40;

/** The curve of a sweep as plain text: a line for each number of workers. */
export function formatCurve(cell: string, choice: WorkerChoice): string {
  const { curve, best, chosen } = choice;
  const highest = Math.max(...curve.map(({ throughput }) => throughput));
  const lines = curve.map(({ workers, throughput, memory, ratioToBest }) => {
    const bar = "█".repeat(Math.round((throughput / highest) * barLength)).padEnd(barLength);
    const ratio = ratioToBest === undefined ? "best" : formatRatio(ratioToBest);
    return `${String(workers).padStart(4)}  ${bar}  ${formatCount(throughput).padStart(8)} req/s  ${ratio.padEnd(17)}  ${formatBytes(memory)}`;
  });
  const reason = chosen === best ? "the best" : `within 2 % of the best, ${best}`;
  const each = memoryPerWorker(choice);
  return [
    `${cell}, by workers`,
    ...lines,
    ...(each === undefined ? [] : [`each extra worker takes ${formatBytes(each)}`]),
    `chosen: ${chosen} (${reason})`,
  ].join("\n");
}

/** What new starts of the chosen number gave, beside the model's default. */
export function formatFreshMeasure(
  chosen: number,
  byDefault: number,
  throughputs: readonly number[],
  ratio: RatioInterval | undefined,
): string {
  const rates = throughputs.map(formatCount);
  const mean = throughputs.length === 0 ? "nothing" : `${formatCount(geometricMean(throughputs))}`;
  const compared =
    chosen === byDefault
      ? "which is the model's default"
      : `${formatRatio(ratio)} × the default of ${byDefault}`;
  return `measured afresh: ${mean} req/s with ${chosen} (${rates.join(", ")}), ${compared}`;
}
