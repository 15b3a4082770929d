import {
  type Microseconds,
  type Milliseconds,
  microseconds,
  milliseconds,
} from "@rowbench/shared/contract";
import { formatCount, formatMicroseconds } from "../../report/text/format.ts";
import { percentileOf } from "../../statistics/histogram.ts";
import { type Finding, judged, unavailable } from "../finding.ts";
import type { Section } from "../section.ts";
import type { KnownLatency, Witnesses } from "./known-latency.ts";
import { type LatencyRow, latencyTable, timesOf } from "./latency-table.ts";
import { observeOthers } from "./other-latencies.ts";
import { connections, dueTimesOf, type Rig, withRig } from "./rig.ts";

/** How long, and with how many requests per second. */
export interface LatencyOptions {
  readonly rate: number;
  readonly seconds: number;
  /** Thrown away, as in every measurement: code that is not compiled yet is 1 % of a short run. */
  readonly warmUp: Milliseconds;
  /** What each other generator gets, a whole number; 0 leaves them out. */
  readonly othersSeconds: number;
}

/** Whether an open loop measures the latency that a server really has, and whether others do. */
export async function checkLatency(
  known: KnownLatency,
  options: LatencyOptions,
  signal: AbortSignal,
): Promise<Section> {
  const { rate, seconds, othersSeconds } = options;
  return withRig(known.fixture, signal, async (rig) => {
    const { result, witnesses } = await measureOurs(rig, options);
    const lag = formatMicroseconds(percentileOf(result.lagUs.generator, 99));
    const measuredAt = (percent: number) => percentileOf(result.latencyUs, percent);
    const ours: LatencyRow = {
      name: "rowbench",
      sends: `Poisson, ${rate}/s over ${connections} connections`,
      ...timesOf(known, witnesses, { p50Us: measuredAt(50), p99Us: measuredAt(99) }),
    };
    const others =
      othersSeconds === 0 ? [] : await observeOthers(known, rig, othersSeconds, signal);
    return {
      title: `Latency of ${known.name}`,
      text: [
        `Open loop at ${formatCount(rate)}/s for ${seconds} s; our own lag, which is part of what we measure, had a P99 of ${lag}. Other generators have ${othersSeconds} s each. What is true of each is what the server did while it was its turn.`,
      ],
      findings: findingsOf(known, witnesses, measuredAt),
      tables: [latencyTable([ours, ...others])],
    };
  });
}

async function measureOurs({ open, truth }: Rig, { rate, seconds, warmUp }: LatencyOptions) {
  await open({ rate, duration: warmUp });
  await truth();
  const load = { rate, duration: milliseconds(seconds * 1000) };
  const result = await open(load);
  return { result, witnesses: { recordUs: await truth(), dueUs: dueTimesOf(load) } };
}

function findingsOf(
  known: KnownLatency,
  witnesses: Witnesses,
  measuredAt: (percent: number) => Microseconds,
): readonly Finding[] {
  return known.targets.map(({ percent, tolerance }) => {
    const name = `latency of ${known.name}, P${percent}`;
    const truthUs = known.truthAt(percent, witnesses);
    if (truthUs === undefined) return unavailable(name, "the truth", "the server has no record");
    const allowedUs = "us" in tolerance ? tolerance.us : microseconds(tolerance.share * truthUs);
    const target = `${formatMicroseconds(truthUs)} ± ${formatMicroseconds(allowedUs)}`;
    const measuredUs = measuredAt(percent);
    const measured = formatMicroseconds(measuredUs);
    return judged({ name, target, measured }, Math.abs(measuredUs - truthUs) <= allowedUs);
  });
}
