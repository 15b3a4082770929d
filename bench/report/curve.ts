import type { WorkerChoice } from "../statistics/worker-choice.ts";
import { formatCount } from "./columns.ts";

const barLength = 40;

/** The curve of a sweep as plain text: a line for each number of workers. */
export function formatCurve(cell: string, { curve, best, chosen }: WorkerChoice): string {
  const highest = Math.max(...curve.map(({ throughput }) => throughput));
  const lines = curve.map(({ workers, throughput, ratioToBest }) => {
    const bar = "█".repeat(Math.round((throughput / highest) * barLength)).padEnd(barLength);
    const ratio =
      ratioToBest === undefined
        ? "best"
        : `${ratioToBest.ratio.toFixed(3)} [${ratioToBest.low.toFixed(3)}, ${ratioToBest.high.toFixed(3)}]`;
    return `${String(workers).padStart(4)}  ${bar}  ${formatCount(throughput).padStart(8)} req/s  ${ratio}`;
  });
  const reason = chosen === best ? "the best" : `within 2 % of the best, ${best}`;
  return [`${cell}, by workers`, ...lines, `chosen: ${chosen} (${reason})`].join("\n");
}
