import { eventLoopsOf } from "../../results/records/event-loops.ts";
import type { HostUse } from "../../results/records/records.ts";
import { summarizeHistogram } from "../../statistics/histogram.ts";
import { labelOf } from "./hosts.ts";
import { formatShare, type Gate, type Measurement } from "./measurement.ts";

const littleTolerance = 0.03;
/**
 * The generator's own lag at P99. It was above 10 ms in 4 of 240 slices, 29 to 156 ms then, under
 * servers that were otherwise as quick as ever: the machine had stood still.
 */
const lagLimitUs = 10_000;
/** A generator that is busier than this while the processors have time to spare is the limit. */
const generatorBusyLimit = 0.95;
const idleLimit = 0.25;
/** How much more than a series the generator must reach against a server that does nothing. */
const headroomLimit = 2;
/** One that rests for half of the time could have asked more. */
const generatorAtRest = 0.5;
/** An event loop that always works, or waits for a processor to work on, can do no more. */
const fullLoop = 0.95;

/**
 * Little (1961): requests in flight = throughput × mean time of an answer, and in a closed loop
 * each connection always has one. Not while connections open anew for every request, nor within a
 * batch, whose answers come one by one.
 */
export const littlesLaw: Gate = {
  kind: "instrument",
  check: ({ record: { result }, load: { connections, connection, pipeline } }) => {
    if (result.kind !== "closed" || connection === "close" || pipeline > 1) return undefined;
    const inFlight = result.inFlightUs / result.elapsedUs;
    if (isOff(inFlight, connections, littleTolerance)) {
      return `its ${connections} connections had ${inFlight.toFixed(1)} requests in flight`;
    }
    const { outsideUs = 0, elapsedUs } = result;
    const { count, meanUs } = summarizeHistogram(result.serviceUs);
    const busy = (count * meanUs - outsideUs) / elapsedUs;
    if (!isOff(busy, connections, littleTolerance)) return undefined;
    return `throughput × mean latency gives ${busy.toFixed(1)} busy connections of ${connections}`;
  },
};

/** An open loop's requests were sent when they were due and a connection was free. */
export const lag: Gate = {
  kind: "instrument",
  check: ({ record: { result } }) => {
    if (result.kind !== "open") return undefined;
    const { p99Us } = summarizeHistogram(result.lagUs.generator);
    if (p99Us <= lagLimitUs) return undefined;
    return `the generator itself was late by ${(p99Us / 1000).toFixed(1)} ms at P99`;
  },
};

/**
 * A closed loop measured the server, not how quickly the generator asks: the generator has time to
 * spare, or could ask twice as much, or the server has one event loop, which never rests.
 */
export const generator: Gate = {
  kind: "instrument",
  check: ({ record, load, series, headroom }) => {
    const { result } = record;
    if (result.kind !== "closed") return undefined;
    const { cpu, place } = busiestGenerator(record);
    const idle = cpu?.shares.idle ?? 0;
    if (result.generatorBusy > generatorBusyLimit && idle > idleLimit) {
      return `limited by the generator${place}, which was never idle while the processors were ${formatShare(idle)} idle`;
    }
    // The headroom is that of single requests: batches go beyond it.
    if (headroom === undefined || load.pipeline > 1) return undefined;
    const times = headroom / result.throughput;
    if (times >= headroomLimit || result.generatorBusy < generatorAtRest) return undefined;
    if (eventLoopsOf(series) === 1 && (record.cpu?.busiest.server ?? 0) >= fullLoop)
      return undefined;
    return `the load generator reaches only ${times.toFixed(1)} times this against a server that does nothing`;
  },
};

/**
 * The processors that it had, and where: on the machine whose generators used the largest share of them.
 * Those that share a machine cannot be told apart.
 */
function busiestGenerator({ cpu, hosts = [] }: Measurement["record"]) {
  const shareOf = (host: HostUse) => host.cpu?.shares.generator ?? 0;
  const generators = hosts.filter(({ role }) => role.startsWith("generator"));
  const [busiest, next] = generators.toSorted((a, b) => shareOf(b) - shareOf(a));
  if (busiest === undefined) return { cpu, place: "" };
  const isTold = next === undefined || shareOf(next) < shareOf(busiest);
  return { cpu: busiest.cpu, place: isTold ? ` on ${labelOf(busiest)}` : "" };
}

function isOff(figure: number, expected: number, tolerance: number): boolean {
  return Math.abs(figure / expected - 1) > tolerance;
}
