import { milliseconds } from "@rowbench/shared/contract";
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
  /** Whether the noise is that of this machine; true when absent. */
  readonly isMachineKnown?: boolean;
  readonly seed: number;
}

/** With a precision to reach, the budget is a bound and not a plan. */
const roundsLimit = 1000;
const shortestWarm = durationsWith(shortestMeasuring, "brief", {});

/** Splits the budget so that the smallest difference can be told. */
export function createPlan(request: PlanRequest): Plan {
  const { series, loads, budget, seed, precision, controls } = request;
  const { unavailable = [], together = [], isMachineKnown = true } = request;
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
    ...(isMachineKnown ? {} : { isMachineUnknown: true }),
  };
}

/** What a person settles of the time. */
export type TimeGiven = Pick<PlanRequest, "budget" | "rounds">;

/** Whether so many rounds of the shortest starts have room in the budget, all of them warm. */
export function fits(size: ExperimentSize, { budget, rounds = fewestRounds }: TimeGiven): boolean {
  return lengthMs({ ...size, budget }, rounds, shortestWarm) <= budget;
}
