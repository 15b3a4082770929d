import type { Milliseconds } from "@rowbench/shared/contract";
import type { Durations } from "../../results/records/records.ts";
import {
  bestSeconds,
  bestTurns,
  detectableRatio,
  type Noise,
} from "../../statistics/detectable.ts";
import {
  coldVariance,
  durationsWith,
  type ExperimentSize,
  type Haste,
  hastes,
  kindOf,
  loadMsWithin,
  type Measuring,
  overheadMs,
  roundsWithin,
} from "./plan-length.ts";
import { turnsWithin, windowWithin } from "./turn-kinds.ts";

/** What a budget is split by. */
export interface SplitRequest extends ExperimentSize {
  readonly budget: Milliseconds;
  /** What the budget allows when absent. */
  readonly rounds?: number | undefined;
  /** Load that each start is measured under; what tells most in the budget when absent. */
  readonly window?: Milliseconds | undefined;
  readonly noise: Noise;
}

/** A number of rounds, and what its starts have time for. */
export interface Split {
  readonly rounds: number;
  readonly durations: Durations;
}

/** With fewer rounds a plan has no room for its series. */
export const fewestRounds = 3;
/** So many rounds more than fit with the best windows: what is left of the time may have room for one. */
const mostExtraRounds = 2;

/** Of a start that is measured in one piece. */
const windows = { shortest: 400, longest: 8000 } as const;
/** The shortest way to measure a start. */
export const shortestMeasuring: Measuring = { turns: 1, closedMs: windows.shortest };

/**
 * As long in each start as tells most in a given time (Kalibera and Jones), and as many rounds as
 * then fit, or some more with shorter starts where that promises more: they also teach the noise.
 */
export function splitBudget(request: SplitRequest): Split {
  const haste = hasteOf(request);
  if (request.rounds !== undefined) return splitInto(request.rounds, request, haste);
  const best = bestMeasuring(request, haste);
  const fitting = Math.max(
    fewestRounds,
    roundsWithin(request, durationsWith(best, haste, request)),
  );
  const possible = possibleRounds(request, haste);
  return Array.from({ length: 1 + mostExtraRounds }, (_, extra) => fitting + extra)
    .map((rounds) => splitInto(Math.min(rounds, possible), request, haste))
    .reduce((a, b) => (promisedRatio(request, b) < promisedRatio(request, a) ? b : a));
}

function splitInto(rounds: number, request: SplitRequest, haste: Haste): Split {
  const loadMs = Math.max(windows.shortest, loadMsWithin(request, rounds, haste));
  const measuring = measuringIn(loadMs, request, bestMeasuring(request, haste));
  if (takesTurns(request) && measuring.turns < kindOf(request).fewest)
    return splitInto(rounds, alone(request), haste);
  return { rounds, durations: durationsWith(measuring, haste, request) };
}

/** The smallest ratio of two series that is told; one round tells nothing. */
export function promisedRatio(request: SplitRequest, { rounds, durations }: Split): number {
  const { turns, closed, piece = closed } = durations;
  const { series, controls, noise } = request;
  return detectableRatio({
    ...noise,
    between: noise.between + coldVariance(durations),
    // Controls are compared apart, and by themselves.
    series: series.length - (controls?.added.length ?? 0),
    rounds,
    turns: turns * (closed / piece),
    seconds: (turns * closed) / 1000,
    groupSize: groupSizeWith(request, durations),
  });
}

/** How many are up at once when a start takes so many turns. */
export function groupSizeWith(
  { groupSize = 1 }: SplitRequest,
  { turns, piece }: Durations,
): number {
  return turns === 1 && piece === undefined ? 1 : groupSize;
}

/** Rather one turn in each start than too few rounds of several, which pieces never cost. */
function possibleRounds(request: SplitRequest, haste: Haste): number {
  const single = alone(request);
  const inOnePiece = roundsWithin(single, durationsWith(shortestMeasuring, haste, single));
  if (!takesTurns(request)) return Math.max(1, inOnePiece);
  const inTurns = roundsWithin(request, durationsWith(shortestTurns(request), haste, request));
  if (inTurns >= fewestRounds || request.inPieces) return Math.max(1, inTurns);
  return Math.max(1, Math.min(inOnePiece, fewestRounds));
}

/**
 * The longest warm-ups that leave room for the fewest rounds, with load worth its while or, rather
 * than that servers are cold, with the least.
 */
function hasteOf(request: SplitRequest): Haste {
  const least = takesTurns(request) ? kindOf(request).fewest : 1;
  const hasRoom = (haste: Haste) => {
    const turns = haste === "whole" && takesTurns(request) ? 2 : least;
    const durations = durationsWith({ turns, closedMs: windows.shortest }, haste, request);
    return roundsWithin(request, durations) >= (request.rounds ?? fewestRounds);
  };
  return hastes.find(hasRoom) ?? "hasty";
}

function shortestTurns(request: SplitRequest): Measuring {
  const { fewest, shortestMs } = kindOf(request);
  return { turns: fewest, closedMs: shortestMs };
}

/** What tells most in a given time. */
function bestMeasuring(request: SplitRequest, haste: Haste): Measuring {
  const { noise } = request;
  const overheadSeconds = overheadMs(request, haste) / 1000;
  if (takesTurns(request)) {
    const { longestMs, perMs, besideMs } = kindOf(request);
    const turns = bestTurns({
      startSeconds: overheadSeconds,
      turnSeconds: (perMs * longestMs + besideMs) / 1000,
      windowSeconds: longestMs / 1000,
      ...noise,
    });
    return { turns, closedMs: longestMs };
  }
  const bestMs = bestSeconds({ overheadSeconds, ...noise }) * 1000;
  const closedMs = Math.round(Math.min(windows.longest, Math.max(windows.shortest, bestMs)));
  return { turns: 1, closedMs };
}

/** With one turn each nobody gains by being up beside others. */
function alone(request: SplitRequest): SplitRequest {
  return { ...request, groupSize: 1 };
}

function takesTurns({ groupSize = 1 }: SplitRequest): boolean {
  return groupSize > 1;
}

/** As much of the best as the time of a closed loop has room for. */
function measuringIn(loadMs: number, request: SplitRequest, best: Measuring): Measuring {
  if (!takesTurns(request)) {
    return { turns: 1, closedMs: request.window ?? Math.min(loadMs, best.closedMs) };
  }
  const kind = kindOf(request);
  if (request.window !== undefined) {
    const turns = Math.max(1, Math.round(request.window / kind.longestMs));
    return { turns, closedMs: Math.round(request.window / turns) };
  }
  const turns = Math.max(1, Math.min(best.turns, turnsWithin(loadMs, kind)));
  if (turns < kind.fewest) return { turns, closedMs: Math.min(windows.longest, loadMs) };
  // The first turn follows the warm-up.
  const turnMs = (loadMs - (turns - 1) * kind.besideMs) / turns;
  return { turns, closedMs: windowWithin(turnMs, kind) };
}
