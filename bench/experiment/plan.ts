import { availableParallelism } from "node:os";
import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { Load, Pace } from "../results/load.ts";
import type { Controls, Durations, Plan, UnavailableCell } from "../results/records.ts";
import { type Series, seriesKey } from "../results/series.ts";
import { bestSeconds, detectableRatio, type Noise } from "../statistics/detectable.ts";

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
const experimentOverheadMs = 4000;
/** Beside its load each slice changes the table and reads counters. */
const sliceOverheadMs = 150;
const warmUp = { shortest: milliseconds(1000), longest: milliseconds(4000) };
/** Medians on two slow cores: most servers are steady then. */
const usualWarmUpMs = 1200;
const windows = { shortest: 700, longest: 8000 } as const;
const openWindows = { shortest: 500, longest: 2500 } as const;
const shortestDurations = durationsWith(windows.shortest, openWindows.shortest);
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
  const best = durationsWith(bestWindowMs(request), openWindowIn(request, usualRounds));
  const wanted = request.rounds ?? Math.max(usualRounds, roundsWith(request, best));
  const possible = Math.max(1, roundsWith(request, shortestDurations));
  const rounds = request.rounds ?? Math.min(wanted, possible);
  const open = openWindowIn(request, rounds);
  const closed = request.window ?? closedWindowIn(request, rounds, open);
  return {
    rounds,
    durations: durationsWith(Math.min(closed, request.window ?? best.closed), open),
  };
}

function bestWindowMs(request: PlanRequest): number {
  const { noise, loads } = request;
  const shortMs = roundMs(request, durationsWith(0, openWindows.shortest));
  const overheadSeconds = shortMs / Math.max(1, startsInRound(request) * loads.length) / 1000;
  const bestMs = bestSeconds({ overheadSeconds, ...noise }) * 1000;
  return Math.round(Math.min(windows.longest, Math.max(windows.shortest, bestMs)));
}

function roundsWith(request: PlanRequest, durations: Durations): number {
  const pilotSaves = openMs(request, durations);
  const available = request.budget - experimentOverheadMs + pilotSaves;
  return Math.floor(available / roundMs(request, durations));
}

/** What the budget leaves for each closed loop once everything else has its time. */
function closedWindowIn(request: PlanRequest, rounds: number, open: number): number {
  const restMs = request.budget - lengthMs(request, rounds, durationsWith(0, open));
  const loops = Math.max(1, rounds * startsInRound(request) * request.loads.length);
  return Math.max(windows.shortest, Math.floor(restMs / loops));
}

/** Percentiles get up to a quarter of a round. */
function openWindowIn({ series, loads, budget }: PlanRequest, rounds: number): number {
  const paces = loads.reduce((sum, load) => sum + load.paces.length, 0);
  const each = (budget - experimentOverheadMs) / rounds / 4 / Math.max(1, paces * series.length);
  return Math.min(openWindows.longest, Math.max(openWindows.shortest, Math.floor(each)));
}

function durationsWith(closedMs: number, openMs: number): Durations {
  const open = { shortest: milliseconds(openWindows.shortest), longest: milliseconds(openMs) };
  return { warmUp, closed: milliseconds(closedMs), open };
}

/** The pilot round has no common pace yet. */
function lengthMs(request: GridSize, rounds: number, durations: Durations): number {
  const pilotSaves = openMs(request, durations);
  return experimentOverheadMs + rounds * roundMs(request, durations) - pilotSaves;
}

/** The mean over rounds: those without controls are shorter. */
function roundMs({ series, loads, controls }: GridSize, { closed, open }: Durations): number {
  const perStart = loads.reduce((sum, { paces }) => {
    const closedMs = usualWarmUpMs + closed + sliceOverheadMs;
    return sum + closedMs + paces.length * (open.longest + sliceOverheadMs);
  }, 0);
  return series.reduce(
    (sum, one) => sum + shareOfRounds(one, controls) * (startOverheadMs(one) + perStart),
    0,
  );
}

function startsInRound({ series, controls }: GridSize): number {
  return series.reduce((sum, one) => sum + shareOfRounds(one, controls), 0);
}

/** Series that are there for the controls alone are not in every round. */
function shareOfRounds(series: Series, controls: Controls | undefined): number {
  return controls?.added.includes(seriesKey(series)) ? 1 / controls.everyRounds : 1;
}

function openMs({ series, loads }: GridSize, { open }: Durations): number {
  const unknown = loads.filter(({ paces }) => paces.some(isSettledByPilot)).length;
  return series.length * unknown * (open.longest + sliceOverheadMs);
}

const isSettledByPilot = (pace: Pace): boolean => pace.name === "common" && pace.rate === undefined;

/** Starting, checking and stopping a series; medians on two slow cores. */
function startOverheadMs({ workers }: Series): number {
  return 450 + 350 * Math.min(2, workers / availableParallelism());
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
