import { type ModelName, models } from "@rowbench/shared/concurrency";
import { formatShare, type Gate } from "./measurement.ts";

/** With fewer connections a worker, how the kernel spreads them leaves one without by chance. */
const connectionsEach = 16;
/** Of the mean of all workers. */
const smallestShare = 0.2;

/** Each process or thread that answers did its share, by its CPU time. */
export const workers: Gate = {
  kind: "wrong",
  check: ({ record: { workerCpuUs, cpu, result }, load, series }) => {
    const expected = models[series.model as ModelName].holders(series.workers);
    const enough = connectionsEach * expected;
    // Where the system tells nothing of threads, idle ones cannot be told from none.
    if (expected === 1 || cpu === undefined) return undefined;
    if (load.connections < enough || result.answers < enough) return undefined;
    const busiest = workerCpuUs.slice(0, expected);
    const meanUs = busiest.reduce((sum, us) => sum + us, 0) / expected;
    const idle = expected - busiest.filter((us) => us >= smallestShare * meanUs).length;
    if (idle === 0) return undefined;
    return `${idle} of its ${expected} workers did less than ${formatShare(smallestShare)} of the mean of all`;
  },
};
