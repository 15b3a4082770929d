import { geometricMean } from "../statistics/geometric-mean.ts";
import type { RatioInterval } from "../statistics/paired-ratio.ts";
import type { WorkerChoice } from "../statistics/worker-choice.ts";
import { formatCount } from "./columns.ts";
import { formatRatio } from "./sweep-table.ts";

const barLength = 40;

/** The curve of a sweep as plain text: a line for each number of workers. */
export function formatCurve(cell: string, { curve, best, chosen }: WorkerChoice): string {
  const highest = Math.max(...curve.map(({ throughput }) => throughput));
  const lines = curve.map(({ workers, throughput, ratioToBest }) => {
    const bar = "█".repeat(Math.round((throughput / highest) * barLength)).padEnd(barLength);
    const ratio = ratioToBest === undefined ? "best" : formatRatio(ratioToBest);
    return `${String(workers).padStart(4)}  ${bar}  ${formatCount(throughput).padStart(8)} req/s  ${ratio}`;
  });
  const reason = chosen === best ? "the best" : `within 2 % of the best, ${best}`;
  return [`${cell}, by workers`, ...lines, `chosen: ${chosen} (${reason})`].join("\n");
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
