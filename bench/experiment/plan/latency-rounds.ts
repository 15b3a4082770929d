import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { isMeasuredUnder, type Pace } from "../../results/records/load.ts";
import type { Plan } from "../../results/records/records.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import type { Pacing } from "./pacing.ts";
import { sliceOverheadMs } from "./turn-kinds.ts";

/** In which rounds open loops run, and how long at most. */
export interface LatencyRounds {
  readonly first: number;
  readonly last: number;
  readonly longest: Milliseconds;
}

/** What open loops may take of the time, all rounds together. */
export const latencyShare = 0.2;
/** A P99 takes 100 samples beyond it; arrivals scatter. */
const samplesForP99 = 11_000;

/**
 * Spreads the time for open loops over as many rounds as have room for whole percentiles, from the
 * one after the pilot on; one round in any case, with shorter windows where it must be.
 */
export function planLatencyRounds(plan: Plan, pacing: Pacing): LatencyRounds {
  const { budget, rounds, durations } = plan;
  const first = rounds === 1 ? 1 : 2;
  const cost = roundMs(plan, pacing);
  const time = latencyShare * budget;
  const fitting = Math.floor(time / cost);
  const count = Math.max(1, Math.min(rounds - first + 1, fitting));
  const scale = fitting >= 1 ? 1 : Math.min(1, time / cost);
  const longest = Math.max(durations.open.shortest, Math.round(scale * durations.open.longest));
  return { first, last: first + count - 1, longest: milliseconds(longest) };
}

/** Whether open loops run in a round; in none while that is not planned. */
export function isLatencyRound(rounds: LatencyRounds | undefined, round: number): boolean {
  return rounds !== undefined && round >= rounds.first && round <= rounds.last;
}

/** As long as the samples of a P99 take at this rate, within bounds. */
export function openWindow(
  rate: number,
  shortest: Milliseconds,
  longest: Milliseconds,
): Milliseconds {
  const wanted = (samplesForP99 / rate) * 1000;
  return milliseconds(Math.round(Math.min(longest, Math.max(shortest, wanted))));
}

function roundMs({ series, loads, durations, controls }: Plan, pacing: Pacing): number {
  const { shortest, longest } = durations.open;
  const sliceMs = (one: Series, load: Plan["loads"][number], pace: Pace) => {
    const rate = pacing.rateOf(load, pace, seriesKey(one));
    return rate === undefined ? 0 : openWindow(rate, shortest, longest) + sliceOverheadMs;
  };
  const own = series.filter((one) => !controls?.added.includes(seriesKey(one)));
  const times = own.flatMap((one) =>
    loads
      .filter((load) => isMeasuredUnder(load, seriesKey(one)))
      .flatMap((load) => load.paces.map((pace) => sliceMs(one, load, pace))),
  );
  return Math.max(
    1,
    times.reduce((sum, time) => sum + time, 0),
  );
}
