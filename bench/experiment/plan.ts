import { availableParallelism } from "node:os";
import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { Load } from "../results/load.ts";
import type { Controls, Durations, Plan, UnavailableCell } from "../results/records.ts";
import { type Series, seriesKey } from "../results/series.ts";
import { bestSeconds, detectableRatio, type Noise } from "../statistics/detectable.ts";
import { latencyShare, sliceOverheadMs } from "./latency-rounds.ts";

/** What a person settles; the plan works out the rest. */
export interface PlanRequest {
  readonly series: readonly Series[];
  readonly unavailable?: readonly UnavailableCell[];
  readonly loads: readonly Load[];
  readonly controls?: Controls;
  readonly budget: Milliseconds;
  /** What the budget allows when absent. */
  readonly rounds?: number | undefined;
  /** Go on until any two series that differ by this ratio are told apart. */
  readonly precision?: number | undefined;
  /** The window of the closed loop; what tells most in the budget when absent. */
  readonly window?: Milliseconds | undefined;
  readonly seed: number;
  readonly noise: Noise;
}

/** With fewer rounds a plan has no room for its series. */
export const fewestRounds = 3;
/** Fewer leave too little to learn the noise from, where it is unequal: taken if they fit at all. */
const usualRounds = 4;

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
const windows = { shortest: 500, longest: 8000 } as const;
const openWindows = { shortest: milliseconds(400), longest: milliseconds(5000) } as const;
const shortestDurations = durationsWith(windows.shortest, "hasty");
/** With a precision to reach, the budget is a bound and not a plan. */
const roundsLimit = 1000;

/** Splits the budget so that the smallest difference can be told. */
export function createPlan(request: PlanRequest): Plan {
  const { series, loads, budget, seed, noise, precision, controls, unavailable = [] } = request;
  const { rounds, durations } = splitBudget(request);
  return {
    series,
    unavailable,
    loads,
    ...(controls && { controls }),
    ...(precision !== undefined && { precision }),
    durations,
    rounds: precision === undefined ? rounds : roundsLimit,
    seed,
    budget,
    estimate: milliseconds(lengthMs(request, rounds, durations)),
    promisedRatio: promisedRatio(noise, comparedSeries(request), rounds, durations),
  };
}

/** Controls are compared apart, and by themselves. */
function comparedSeries({ series, controls }: PlanRequest): number {
  return series.length - (controls?.added.length ?? 0);
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

/**
 * As long in each start as tells most in a given time (Kalibera and Jones), and as many rounds as
 * then fit; where those are too few to learn the noise from, more and shorter ones.
 */
function splitBudget(request: PlanRequest): Split {
  const haste = hasteOf(request);
  const best = durationsWith(bestWindowMs(request, haste), haste);
  const shortest = durationsWith(windows.shortest, haste);
  const possible = Math.max(1, roundsWith(request, shortest));
  const wanted = Math.max(usualRounds, roundsWith(request, best));
  const rounds = request.rounds ?? Math.min(wanted, possible);
  const closed = Math.min(closedWindowIn(request, rounds, haste), best.closed);
  return { rounds, durations: durationsWith(request.window ?? closed, haste) };
}

/** Whole warm-ups, unless there is no room for the fewest rounds of them. */
function hasteOf(request: PlanRequest): Haste {
  const whole = durationsWith(windows.shortest, "whole");
  return roundsWith(request, whole) >= (request.rounds ?? fewestRounds) ? "whole" : "hasty";
}

function bestWindowMs(request: PlanRequest, haste: Haste): number {
  const { noise, loads } = request;
  const shortMs = roundMs(request, durationsWith(0, haste));
  const overheadSeconds = shortMs / Math.max(1, startsInRound(request) * loads.length) / 1000;
  const bestMs = bestSeconds({ overheadSeconds, ...noise }) * 1000;
  return Math.round(Math.min(windows.longest, Math.max(windows.shortest, bestMs)));
}

function roundsWith(request: PlanRequest, durations: Durations): number {
  return Math.floor((timeForRounds(request) - latencyMs(request)) / roundMs(request, durations));
}

/** What the budget leaves for each closed loop once everything else has its time. */
function closedWindowIn(request: PlanRequest, rounds: number, haste: Haste): number {
  const restMs = request.budget - lengthMs(request, rounds, durationsWith(0, haste));
  const loops = Math.max(1, rounds * startsInRound(request) * request.loads.length);
  return Math.max(windows.shortest, Math.floor(restMs / loops));
}

function durationsWith(closedMs: number, haste: Haste): Durations {
  const { shortest, longest } = warmUps[haste];
  return { warmUp: { shortest, longest }, closed: milliseconds(closedMs), open: openWindows };
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
function roundMs({ series, loads, controls }: GridSize, { warmUp, closed }: Durations): number {
  const perStart = loads.length * (usualWarmUpMs(warmUp) + closed + sliceOverheadMs);
  return series.reduce(
    (sum, one) => sum + shareOfRounds(one, controls) * (startOverheadMs(one) + perStart),
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
function promisedRatio(
  noise: Noise,
  series: number,
  rounds: number,
  { closed }: Durations,
): number {
  return detectableRatio({ ...noise, series, rounds, seconds: closed / 1000 });
}
