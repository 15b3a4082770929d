import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import type { Plan, UnavailableCell } from "../../results/records/records.ts";
import { durationsWith, type ExperimentSize, lengthMs } from "./plan-length.ts";
import {
  fewestRounds,
  groupSizeWith,
  promisedRatio,
  type SplitRequest,
  shortestMeasuring,
  splitBudget,
} from "./split-budget.ts";

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
const shortestDurations = durationsWith(shortestMeasuring, "hasty", {});

/** Splits the budget so that the smallest difference can be told. */
export function createPlan(request: PlanRequest): Plan {
  const { series, loads, budget, seed, precision, controls } = request;
  const { unavailable = [], together = [] } = request;
  const split = splitBudget(request);
  const { rounds, durations } = split;
  const groupSize = groupSizeWith(request, durations);
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
    estimate: milliseconds(lengthMs({ ...request, groupSize }, rounds, durations)),
    promisedRatio: promisedRatio(request, split),
  };
}

/** Whether the fewest rounds of the shortest starts have room in the budget. */
export function fits(request: ExperimentSize & { readonly budget: Milliseconds }): boolean {
  return lengthMs(request, fewestRounds, shortestDurations) <= request.budget;
}
