import { availableParallelism } from "node:os";
import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { Load } from "../results/load.ts";
import type { Controls, Durations, Plan, UnavailableCell } from "../results/records.ts";
import { type Series, seriesKey } from "../results/series.ts";
import { bestSeconds, bestTurns, detectableRatio, type Noise } from "../statistics/detectable.ts";
import { latencyShare, sliceOverheadMs } from "./latency-rounds.ts";

/** What a person settles; the plan works out the rest. */
export interface PlanRequest {
  readonly series: readonly Series[];
  readonly unavailable?: readonly UnavailableCell[];
  readonly loads: readonly Load[];
  readonly controls?: Controls;
  /** See `Plan`; 1 when absent. */
  readonly groupSize?: number;
  readonly together?: Plan["together"];
  readonly budget: Milliseconds;
  /** What the budget allows when absent. */
  readonly rounds?: number | undefined;
  /** Go on until any two series that differ by this ratio are told apart. */
  readonly precision?: number | undefined;
  /** Load that each start is measured under; what tells most in the budget when absent. */
  readonly window?: Milliseconds | undefined;
  readonly seed: number;
  readonly noise: Noise;
}

/** With fewer rounds a plan has no room for its series. */
export const fewestRounds = 3;
/** Fewer leave too little to learn the noise from, where it is unequal: taken if they fit at all. */
const usualRounds = 4;

/**
 * Slices that are measured again, starts on a slow hour: without room for them the last round, of
 * which there are few, is lost.
 */
const reserve = 1.06;
/** Database and generator's headroom, once. */
const experimentOverheadMs = 3000;
/**
 * On two slow cores most servers are steady after 2 s; the rule needs a little longer at times. A
 * hasty warm-up leaves some of them a tenth below, and is for a first look.
 */
const warmUps = {
  whole: { shortest: milliseconds(2000), longest: milliseconds(5000), usualMs: 2250 },
  hasty: { shortest: milliseconds(1000), longest: milliseconds(1500), usualMs: 1450 },
} as const;
type Haste = keyof typeof warmUps;
/** Of a start that is measured in one piece. */
const windows = { shortest: 500, longest: 8000 } as const;
/**
 * Of a start that takes turns: short, since a machine's speed changes within seconds, and as long
 * as what a turn costs beside it.
 */
const turnWindows = { shortest: 500, longest: 1000 } as const;
/** Connections are new in each turn; the ramp takes a tenth of a second of it. */
const again = { shortest: milliseconds(300), longest: milliseconds(300) };
const turnOverheadMs = again.longest + sliceOverheadMs;
const openWindows = { shortest: milliseconds(400), longest: milliseconds(5000) } as const;
const shortestDurations = durationsWith({ turns: 1, closedMs: windows.shortest }, "hasty");
/** With a precision to reach, the budget is a bound and not a plan. */
const roundsLimit = 1000;

/** Splits the budget so that the smallest difference can be told. */
export function createPlan(request: PlanRequest): Plan {
  const { series, loads, budget, seed, precision, controls } = request;
  const { unavailable = [], together = [], groupSize = 1 } = request;
  const { rounds, durations } = splitBudget(request);
  return {
    series,
    unavailable,
    loads,
    ...(controls && { controls }),
    ...(precision !== undefined && { precision }),
    groupSize,
    together,
    durations,
    rounds: precision === undefined ? rounds : roundsLimit,
    seed,
    budget,
    estimate: milliseconds(lengthMs(request, rounds, durations)),
    promisedRatio: promisedRatio(request, rounds, durations),
  };
}

/** Whether the fewest rounds of the shortest starts have room in the budget. */
export function fits(request: GridSize & { readonly budget: Milliseconds }): boolean {
  return lengthMs(request, fewestRounds, shortestDurations) <= request.budget;
}

/** What the length of an experiment depends on. */
type GridSize = Pick<PlanRequest, "series" | "loads" | "controls">;

/** A number of rounds, and what its starts have time for. */
interface Split {
  readonly rounds: number;
  readonly durations: Durations;
}

/** How a start is measured. */
interface Measuring {
  readonly turns: number;
  /** The window of each turn. */
  readonly closedMs: number;
}

/**
 * As long in each start as tells most in a given time (Kalibera and Jones), and as many rounds as
 * then fit; where those are too few to learn the noise from, more and shorter ones.
 */
function splitBudget(request: PlanRequest): Split {
  const haste = hasteOf(request);
  const best = bestMeasuring(request, haste);
  const shortest = { turns: 1, closedMs: windows.shortest };
  const possible = Math.max(1, roundsWith(request, durationsWith(shortest, haste)));
  const wanted = Math.max(usualRounds, roundsWith(request, durationsWith(best, haste)));
  const rounds = request.rounds ?? Math.min(wanted, possible);
  const loadMs = request.window ?? loadMsIn(request, rounds, haste);
  return { rounds, durations: durationsWith(measuringIn(loadMs, request, best), haste) };
}

/** Whole warm-ups, unless there is no room for the fewest rounds of them. */
function hasteOf(request: PlanRequest): Haste {
  const whole = durationsWith({ turns: 1, closedMs: windows.shortest }, "whole");
  return roundsWith(request, whole) >= (request.rounds ?? fewestRounds) ? "whole" : "hasty";
}

/** What tells most in a given time. */
function bestMeasuring(request: PlanRequest, haste: Haste): Measuring {
  const { noise, loads } = request;
  const shortMs = roundMs(request, durationsWith({ turns: 1, closedMs: 0 }, haste));
  const overheadSeconds = shortMs / Math.max(1, startsInRound(request) * loads.length) / 1000;
  if (takesTurns(request)) {
    const turnSeconds = (turnWindows.longest + turnOverheadMs) / 1000;
    const windowSeconds = turnWindows.longest / 1000;
    const turns = bestTurns({
      startSeconds: overheadSeconds,
      turnSeconds,
      windowSeconds,
      ...noise,
    });
    return { turns, closedMs: turnWindows.longest };
  }
  const bestMs = bestSeconds({ overheadSeconds, ...noise }) * 1000;
  const closedMs = Math.round(Math.min(windows.longest, Math.max(windows.shortest, bestMs)));
  return { turns: 1, closedMs };
}

function takesTurns({ groupSize = 1 }: PlanRequest): boolean {
  return groupSize > 1;
}

/** As much of the best as the time of a closed loop has room for; more turns before longer ones. */
function measuringIn(loadMs: number, request: PlanRequest, best: Measuring): Measuring {
  if (!takesTurns(request)) {
    return { turns: 1, closedMs: request.window ?? Math.min(loadMs, best.closedMs) };
  }
  if (request.window !== undefined) {
    const turns = Math.max(1, Math.round(request.window / turnWindows.longest));
    return { turns, closedMs: Math.round(request.window / turns) };
  }
  const turnMs = turnWindows.shortest + turnOverheadMs;
  // The first turn follows the warm-up.
  const fitting = Math.floor((loadMs + turnOverheadMs) / turnMs);
  const turns = Math.max(1, Math.min(best.turns, fitting));
  const restMs = Math.floor((loadMs - (turns - 1) * turnOverheadMs) / turns);
  const longest = turns === 1 ? windows.longest : best.closedMs;
  return { turns, closedMs: Math.max(turnWindows.shortest, Math.min(restMs, longest)) };
}

function roundsWith(request: PlanRequest, durations: Durations): number {
  return Math.floor((timeForRounds(request) - latencyMs(request)) / roundMs(request, durations));
}

/** What the budget leaves for the closed loops of each start once everything else has its time. */
function loadMsIn(request: PlanRequest, rounds: number, haste: Haste): number {
  const bare = durationsWith({ turns: 1, closedMs: 0 }, haste);
  const restMs = (request.budget - lengthMs(request, rounds, bare)) / reserve;
  const loops = Math.max(1, rounds * startsInRound(request) * request.loads.length);
  return Math.max(windows.shortest, Math.floor(restMs / loops));
}

function durationsWith({ turns, closedMs }: Measuring, haste: Haste): Durations {
  const { shortest, longest } = warmUps[haste];
  const closed = milliseconds(closedMs);
  return { warmUp: { shortest, longest }, again, turns, closed, open: openWindows };
}

function timeForRounds({ budget }: { readonly budget: Milliseconds }): number {
  return budget - experimentOverheadMs;
}

function lengthMs(
  request: GridSize & { readonly budget: Milliseconds },
  rounds: number,
  durations: Durations,
): number {
  return experimentOverheadMs + latencyMs(request) + rounds * roundMs(request, durations);
}

/** Open loops get their share of the time, if there are any. */
function latencyMs(request: GridSize & { readonly budget: Milliseconds }): number {
  const hasPaces = request.loads.some(({ paces }) => paces.length > 0);
  return hasPaces ? latencyShare * timeForRounds(request) : 0;
}

/** The mean over rounds: those without controls are shorter. */
function roundMs({ series, loads, controls }: GridSize, durations: Durations): number {
  const { warmUp, closed, turns } = durations;
  const first = usualWarmUpMs(warmUp) + closed + sliceOverheadMs;
  const perStart = loads.length * (first + (turns - 1) * (turnOverheadMs + closed));
  return series.reduce(
    (sum, one) => sum + reserve * shareOfRounds(one, controls) * (startOverheadMs(one) + perStart),
    0,
  );
}

function usualWarmUpMs({ shortest }: Durations["warmUp"]): number {
  const { whole, hasty } = warmUps;
  return shortest === hasty.shortest ? hasty.usualMs : whole.usualMs;
}

function startsInRound({ series, controls }: GridSize): number {
  return series.reduce((sum, one) => sum + shareOfRounds(one, controls), 0);
}

/** Series that are there for the controls alone are not in every round. */
function shareOfRounds(series: Series, controls: Controls | undefined): number {
  return controls?.added.includes(seriesKey(series)) ? 1 / controls.everyRounds : 1;
}

/** Starting, checking and stopping a series; medians on two slow cores. */
function startOverheadMs({ workers }: Series): number {
  return 200 + 250 * Math.min(2, workers / availableParallelism());
}

/** The smallest ratio of two series that is told; one round tells nothing. */
function promisedRatio(request: PlanRequest, rounds: number, durations: Durations): number {
  const { noise, groupSize = 1 } = request;
  const { turns, closed } = durations;
  const seconds = (turns * closed) / 1000;
  const series = comparedSeries(request);
  return detectableRatio({ ...noise, series, rounds, turns, seconds, groupSize });
}

/** Controls are compared apart, and by themselves. */
function comparedSeries({ series, controls }: PlanRequest): number {
  return series.length - (controls?.added.length ?? 0);
}
