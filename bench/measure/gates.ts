import { summarizeHistogram } from "../load/histogram.ts";
import type { LoadResult } from "../load/load-result.ts";
import type { CpuShares, Refusal, SliceRecord } from "./records.ts";

/** Everything that a slice measured, before it is judged. */
export type Measurement = Omit<SliceRecord, "refusals">;

/** A cell with more wrong, failed or late responses than this share is not ranked. */
const failureShareLimit = 0.001;
/** Little's law: connections = throughput × mean time of an answer. */
const littleTolerance = 0.03;
/** With fewer answers a connection, the one in flight at the end weighs more than the tolerance. */
const answersToAddUp = 30;
/** Share of offered requests that must have been sent in time. */
const achievedShareLimit = 0.99;
/** A generator that is busier than this while the server has time to spare is the limit itself. */
const generatorBusyLimit = 0.95;
const idleLimit = 0.25;
/**
 * The generator's own lag at P99. It was above 10 ms in 4 of 240 slices, 29 to 156 ms then, under
 * servers that were otherwise as quick as ever: the machine had stood still.
 */
const generatorLagLimitUs = 10_000;

/** A gate looks at one slice and says why its figures must not be used, or nothing. */
type Gate = (measurement: Measurement) => string | undefined;

const gates = {
  failures: failuresAreRare,
  queries: everyAnswerWasQueried,
  littlesLaw: ratesAddUp,
  saturation: offeredRateWasReached,
  generator: generatorWasNotTheLimit,
  lag: generatorKeptTime,
} satisfies Record<string, Gate>;

/**
 * Judges one slice by limits that are fixed before the run and do not look at how fast it was.
 * @returns the reasons to refuse it; none when its figures may be used
 */
export function refusalsOf(measurement: Measurement): readonly Refusal[] {
  return Object.entries(gates).flatMap(([gate, check]) => {
    const reason = check(measurement);
    return reason === undefined ? [] : [{ gate, reason }];
  });
}

function failuresAreRare({ load }: Measurement): string | undefined {
  const failed = Object.values(load.failures).reduce((sum, count) => sum + count, 0);
  const share = failed / Math.max(1, load.issued);
  if (load.correct > 0 && share <= failureShareLimit) return undefined;
  if (failed === 0) return "no response came";
  return `${formatShare(share)} of its requests failed (${describeFailures(load)})`;
}

function describeFailures({ failures, failureSamples }: LoadResult): string {
  return Object.entries(failures)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => {
      const sample = failureSamples[kind as keyof typeof failures];
      return `${count} ${kind}${sample === undefined ? "" : `: ${sample}`}`;
    })
    .join("; ");
}

/** Requests whose answer was lost may have been queried or not; all others exactly once. */
function everyAnswerWasQueried(measurement: Measurement): string | undefined {
  const { load, rowQueries, expectsRows } = measurement;
  if (typeof rowQueries !== "number") return undefined;
  const answers = expectsRows ? load.correct + load.lateCorrect : 0;
  const uncertain = expectsRows ? load.issued - answers : 0;
  if (rowQueries >= answers && rowQueries <= answers + uncertain) return undefined;
  return `PostgreSQL counted ${rowQueries} row queries for ${answers} correct responses`;
}

/**
 * Little (1961): what is always in flight in a closed loop, a batch on each connection. Not while
 * connections open anew for every request, nor within a batch, whose answers come one by one.
 */
function ratesAddUp({ load, connections, isSteady }: Measurement): string | undefined {
  if (!isSteady) return undefined;
  if (load.kind !== "closed" || load.responses === 0) return undefined;
  const { meanUs } = summarizeHistogram(load.serviceUs);
  const busyConnections = (load.responses / load.elapsedUs) * meanUs;
  const excess = busyConnections / connections - 1;
  const isComplete = load.responses >= answersToAddUp * connections;
  if (excess <= littleTolerance && (excess >= -littleTolerance || !isComplete)) return undefined;
  return `throughput × mean latency gives ${busyConnections.toFixed(1)} busy connections of ${connections}`;
}

function offeredRateWasReached({ load }: Measurement): string | undefined {
  if (load.kind !== "open") return undefined;
  const share = load.achievedRate / load.offeredRate;
  if (share >= achievedShareLimit) return undefined;
  return `${formatShare(share)} of the offered rate was reached`;
}

function generatorWasNotTheLimit({ load, cpuShares }: Measurement): string | undefined {
  if (load.kind !== "closed" || cpuShares === undefined) return undefined;
  const limited = load.generatorBusy > generatorBusyLimit && cpuShares.idle > idleLimit;
  return limited ? describeGeneratorLimit(cpuShares) : undefined;
}

function describeGeneratorLimit({ idle }: CpuShares): string {
  return `limited by the generator, which was never idle while the processors were ${formatShare(idle)} idle`;
}

function generatorKeptTime({ load }: Measurement): string | undefined {
  if (load.kind !== "open") return undefined;
  const { p99Us } = summarizeHistogram(load.lagUs.generator);
  if (!(p99Us > generatorLagLimitUs)) return undefined;
  return `the generator itself was late by ${(p99Us / 1000).toFixed(1)} ms at P99`;
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
