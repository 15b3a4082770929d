import { availableParallelism } from "node:os";
import { type Milliseconds, milliseconds, type RequestsPerSecond } from "@rowbench/shared/contract";
import type { ConnectionUse } from "../load/index.ts";
import { createRandom } from "../statistics/random.ts";
import { shuffle } from "./shuffle.ts";
import type { Workload } from "./workload.ts";

/** One server under one model with its number of workers, as a run measures it. */
export interface PlannedCell {
  readonly server: string;
  readonly model: string;
  readonly workers: number;
}

/** A cell that this machine or this model cannot run. */
export interface UnavailableCell {
  readonly server: string;
  readonly model: string;
  readonly reason: string;
}

/** How long each slice of load lasts on one started cell. */
export interface SliceDurations {
  readonly warmUp: Milliseconds;
  /** Closed loop, for throughput. */
  readonly closed: Milliseconds;
  /** Open loop at the common rate, for latency. */
  readonly open: Milliseconds;
}

/** What else a person may settle that changes answers; the same for all cells. */
export interface RunSettings {
  readonly connection: ConnectionUse;
  /** Requests that go out together on a connection. */
  readonly pipeline: number;
  /** As servers take them, for the asynchronous models; their own defaults when absent. */
  readonly pool?: string;
  readonly driver?: string;
  /** What chose the numbers of workers; the models' defaults when absent. */
  readonly workers?: number | "tuned";
}

/** Everything that is settled before the first measurement. */
export interface Plan {
  readonly cells: readonly PlannedCell[];
  readonly unavailable: readonly UnavailableCell[];
  /** For each round, indexes into `cells` in the order of their starts. */
  readonly order: readonly (readonly number[])[];
  /** Each start is measured under all of them, one after the other. */
  readonly workloads: readonly Workload[];
  readonly options: RunSettings;
  readonly slices: SliceDurations;
  readonly connections: number;
  readonly rate: RequestsPerSecond;
  readonly seed: number;
  readonly budget: Milliseconds;
  readonly estimate: Milliseconds;
}

/** What a person settles; the plan works out the rest. */
export interface PlanRequest {
  readonly cells: readonly PlannedCell[];
  readonly unavailable: readonly UnavailableCell[];
  readonly workloads: readonly Workload[];
  readonly options: RunSettings;
  readonly budget: Milliseconds;
  /** As many as the budget allows when absent. */
  readonly rounds?: number | undefined;
  readonly connections: number;
  readonly rate: RequestsPerSecond;
  readonly seed: number;
}

/**
 * Rounds that a plan reaches for before it lengthens its slices: with six, "faster in every
 * round" has a probability of 2 · 0.5⁶ = 3 % when two cells are in truth alike.
 */
export const wantedRounds = 6;

/** Database and first process, once. */
const overheadPerRun = milliseconds(3000);

/**
 * Express and clusters of two reach their steady speed after 1 to 1.5 s of load on two slow cores;
 * a warm-up of 0.5 s showed `cluster` half as fast as it is. The shortest open slice at 5,000/s
 * holds the 10,000 samples that a P99 takes.
 */
const shortest = { warmUp: 1500, closed: 700, open: 2100 } as const;
const longest = { warmUp: 1500, closed: 2500, open: 3000 } as const;

/** Splits the budget: first enough rounds, then longer slices, then more rounds. */
export function createPlan(request: PlanRequest): Plan {
  const { cells, workloads, options, budget, seed } = request;
  const rounds = request.rounds ?? chooseRounds(request);
  const slices = chooseSlices(request, (budget - overheadPerRun) / rounds);
  const random = createRandom(seed);
  return {
    cells,
    unavailable: request.unavailable,
    order: Array.from({ length: rounds }, () => shuffle([...cells.keys()], random)),
    workloads,
    options,
    slices,
    connections: request.connections,
    rate: request.rate,
    seed,
    budget,
    estimate: milliseconds(overheadPerRun + rounds * roundLength(request, slices)),
  };
}

/** Whether one round of the shortest starts has room for these cells. */
export function fitsOneRound(request: RoundRequest, budget: Milliseconds): boolean {
  return overheadPerRun + roundLength(request, slicesBetween(0)) <= budget;
}

/** What the length of a round depends on. */
export type RoundRequest = Pick<PlanRequest, "cells" | "workloads">;

function chooseRounds(request: PlanRequest): number {
  const roundsWith = (slices: SliceDurations) =>
    Math.floor((request.budget - overheadPerRun) / roundLength(request, slices));
  const withLongest = roundsWith(slicesBetween(1));
  const withShortest = Math.min(wantedRounds, roundsWith(slicesBetween(0)));
  return Math.max(1, withLongest, withShortest);
}

function roundLength({ cells, workloads }: RoundRequest, slices: SliceDurations): number {
  return overheadOf(cells) + cells.length * workloads.length * lengthOf(slices);
}

/**
 * Starting, checking and stopping the cells. Medians on two slow cores: 0.5 s with one worker, 0.7
 * to 1.0 s with two, 1.2 s with four processes, which have to share the cores.
 */
function overheadOf(cells: readonly PlannedCell[]): number {
  const cores = availableParallelism();
  return cells.reduce((sum, { workers }) => sum + 500 + 400 * Math.min(2, workers / cores), 0);
}

function chooseSlices({ cells, workloads }: RoundRequest, roundMs: number): SliceDurations {
  const availableMs = (roundMs - overheadOf(cells)) / Math.max(1, cells.length * workloads.length);
  const [least, most] = [lengthOf(slicesBetween(0)), lengthOf(slicesBetween(1))];
  return slicesBetween(Math.min(1, Math.max(0, (availableMs - least) / (most - least))));
}

/** `share` 0 gives the shortest slices, 1 the longest. */
function slicesBetween(share: number): SliceDurations {
  const between = (name: keyof SliceDurations) =>
    milliseconds(Math.floor(shortest[name] + share * (longest[name] - shortest[name])));
  return { warmUp: between("warmUp"), closed: between("closed"), open: between("open") };
}

function lengthOf({ warmUp, closed, open }: SliceDurations): number {
  return warmUp + closed + open;
}
