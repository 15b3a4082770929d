import { milliseconds } from "@rowbench/shared/contract";
import type { Step } from "../section.ts";
import { checkCounts } from "./counts.ts";
import { knownLatencies } from "./known-latency.ts";
import { checkLatency } from "./latency.ts";
import { checkMemory } from "./memory.ts";
import { checkRate } from "./rate.ts";
import { checkShortWindows } from "./short-windows.ts";
import { checkThroughput } from "./throughput.ts";

/** What of the instrument's proof can be settled. */
export interface InstrumentOptions {
  /** Pairs of the comparison with wrk. */
  readonly pairs: number;
}

const pairSeconds = 2;
const othersSeconds = 6;
const warmUp = milliseconds(1000);

/** The proof that the load generator measures what is there; about four minutes. */
export function instrumentSteps({ pairs }: InstrumentOptions): readonly Step[] {
  return [
    {
      name: "throughput beside wrk",
      run: (signal) => checkThroughput({ pairs, seconds: pairSeconds }, signal),
    },
    { name: "memory", run: (signal) => checkMemory(signal) },
    { name: "counts", run: (signal) => checkCounts(signal) },
    { name: "short windows", run: (signal) => checkShortWindows(signal) },
    { name: "rate and arrivals", run: (signal) => checkRate(signal) },
    ...knownLatencies.map((known): Step => {
      const options = { rate: known.rate, seconds: known.seconds, warmUp, othersSeconds };
      return {
        name: `latency of ${known.name}`,
        run: (signal) => checkLatency(known, options, signal),
      };
    }),
  ];
}
