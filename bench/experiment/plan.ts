import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { Durations, Plan, UnavailableCell } from "../results/records.ts";
import { detectableRatio } from "../statistics/detectable.ts";
import { durationsWith, type ExperimentSize, lengthMs } from "./plan-length.ts";
import { fewestRounds, type SplitRequest, shortestMeasuring, splitBudget } from "./split-budget.ts";

/** What a person settles; the plan works out the rest. */
export interface PlanRequest extends SplitRequest {
  readonly unavailable?: readonly UnavailableCell[];
  /** See `Plan`. */
  readonly together?: Plan["together"];
  /** Go on until any two series that differ by this ratio are told apart. */
  readonly precision?: number | undefined;
  readonly seed: number;
}

/** With a precision to reach, the budget is a bound and not a plan. */
const roundsLimit = 1000;
const shortestDurations = durationsWith(shortestMeasuring, "hasty");

/** Splits the budget so that the smallest difference can be told. */
export function createPlan(request: PlanRequest): Plan {
  const { series, loads, budget, seed, precision, controls } = request;
  const { unavailable = [], together = [] } = request;
  const { rounds, durations } = splitBudget(request);
  // With one turn each nobody gains by being up beside others.
  const groupSize = durations.turns === 1 ? 1 : (request.groupSize ?? 1);
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
    promisedRatio: promisedRatio({ ...request, groupSize }, rounds, durations),
  };
}

/** Whether the fewest rounds of the shortest starts have room in the budget. */
export function fits(request: ExperimentSize & { readonly budget: Milliseconds }): boolean {
  return lengthMs(request, fewestRounds, shortestDurations) <= request.budget;
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
