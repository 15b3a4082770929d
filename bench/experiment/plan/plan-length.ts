import { availableParallelism } from "node:os";
import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { binUs, fewestBacklogBins } from "../../load/index.ts";
import { isMeasuredUnder, type Load } from "../../results/records/load.ts";
import type { Controls, Durations } from "../../results/records/records.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import { latencyShare } from "./latency-rounds.ts";
import { passesOf } from "./passes.ts";
import { again, sliceOverheadMs, type TurnKind, turnKindOf } from "./turn-kinds.ts";

/** What the length of an experiment depends on. */
export interface ExperimentSize {
  readonly series: readonly Series[];
  readonly loads: readonly Load[];
  readonly controls?: Controls;
  /** How many series are up at once; 1 when absent. */
  readonly groupSize?: number;
  /** Whether those that are up at once can alternate in pieces. */
  readonly inPieces?: boolean;
}

/**
 * Slices that are measured again, starts on a slow hour: without room for them the last round, of
 * which there are few, is lost.
 */
const reserve = 1.06;
/** Database and generator's headroom, once. */
const experimentOverheadMs = 3000;
/**
 * On two slow cores servers reach what they keep for ten seconds after 2.0 to 2.3 s, with one event
 * loop or two; the rule needs longer at times (in the mean 2.3 s in a quiet hour, 3.0 s in a noisy
 * one). After 1.5 s those with one event loop are a tenth to a fifth below, those with two a
 * quarter, and Express and Koa up to a half: that turns their order, so that the last two are for a
 * first look alone. Starts that are cold scatter by as much more as they differ in how cold they
 * are: in five runs of a minute each, by 12 and 15 % where warm ones of the same length would by 6 %.
 */
const warmUps = {
  whole: { shortest: milliseconds(2000), longest: milliseconds(5000), usualMs: 2750, scatter: 0 },
  brief: { shortest: milliseconds(2000), longest: milliseconds(2750), usualMs: 2400, scatter: 0 },
  short: {
    shortest: milliseconds(1750),
    longest: milliseconds(2200),
    usualMs: 1950,
    scatter: 0.11,
  },
  hasty: {
    shortest: milliseconds(1000),
    longest: milliseconds(1500),
    usualMs: 1250,
    scatter: 0.13,
  },
} as const;
export type Haste = keyof typeof warmUps;
/** The slowest first. */
export const hastes = Object.keys(warmUps) as readonly Haste[];
/** Of the time that starts of a group would take one after the other. */
const shareInGroup = 0.7;
/** In a shorter window a server that falls behind is not seen to, and its queue taken for its latency. */
const shortestOpenMs = (fewestBacklogBins * binUs) / 1000;
const openWindows = {
  shortest: milliseconds(shortestOpenMs),
  longest: milliseconds(5000),
} as const;

/** What says how starts are measured beside each other. */
export type Together = Pick<ExperimentSize, "groupSize" | "inPieces">;

/** How starts of such a size take turns. */
export function kindOf({ groupSize = 1, inPieces = false }: Together): TurnKind {
  return turnKindOf(inPieces && groupSize > 1);
}

/** How a start is measured under each load. */
export interface Measuring {
  readonly turns: number;
  /** The window of each turn. */
  readonly closedMs: number;
}

/** How long each part of such starts lasts. */
export function durationsWith(
  { turns, closedMs }: Measuring,
  haste: Haste,
  size: Together,
): Durations {
  const { shortest, longest } = warmUps[haste];
  const closed = milliseconds(closedMs);
  const { piece } = kindOf(size);
  const pieces = piece === undefined ? {} : { piece };
  return { warmUp: { shortest, longest }, again, turns, closed, ...pieces, open: openWindows };
}

/** The time that an experiment of so many rounds takes. */
export function lengthMs(
  request: ExperimentSize & { readonly budget: Milliseconds },
  rounds: number,
  durations: Durations,
): number {
  return experimentOverheadMs + latencyMs(request) + rounds * roundMs(request, durations);
}

/** How many rounds of such starts the budget has room for. */
export function roundsWithin(
  request: ExperimentSize & { readonly budget: Milliseconds },
  durations: Durations,
): number {
  return Math.floor((timeForRounds(request) - latencyMs(request)) / roundMs(request, durations));
}

/** What the budget leaves for the closed loops of each start once everything else has its time. */
export function loadMsWithin(
  request: ExperimentSize & { readonly budget: Milliseconds },
  rounds: number,
  haste: Haste,
): number {
  const bare = durationsWith({ turns: 1, closedMs: 0 }, haste, request);
  const restMs = (request.budget - lengthMs(request, rounds, bare)) / reserve;
  return Math.floor(restMs / Math.max(1, rounds * loopsInRound(request)));
}

/** What a start takes under each load beside its turns. */
export function overheadMs(request: ExperimentSize, haste: Haste): number {
  const bare = durationsWith({ turns: 1, closedMs: 0 }, haste, request);
  return roundMs(request, bare) / Math.max(1, loopsInRound(request));
}

function timeForRounds({ budget }: { readonly budget: Milliseconds }): number {
  return budget - experimentOverheadMs;
}

/** Open loops get their share of the time, if there are any. */
function latencyMs(request: ExperimentSize & { readonly budget: Milliseconds }): number {
  const hasPaces = request.loads.some(({ paces }) => paces.length > 0);
  return hasPaces ? latencyShare * timeForRounds(request) : 0;
}

/** The mean over rounds: those without controls are shorter. */
function roundMs(size: ExperimentSize, durations: Durations): number {
  const { loads, groupSize = 1 } = size;
  return passesOf({ loads, groupSize }).reduce(
    (sum, pass) => sum + passMs({ ...size, ...pass }, durations),
    0,
  );
}

function passMs(size: ExperimentSize, durations: Durations): number {
  const { series, controls } = size;
  const { warmUp, closed, turns } = durations;
  const { besideMs, perMs } = kindOf(size);
  const windowMs = perMs * closed;
  const first = warmUpOf(warmUp).usualMs + windowMs + sliceOverheadMs;
  const perLoad = first + (turns - 1) * (besideMs + windowMs);
  return series.reduce((sum, one) => {
    const loads = loadsOf(one, size);
    const startMs = loads === 0 ? 0 : startOverheadMs(one, size) + loads * perLoad;
    return sum + reserve * shareOfRounds(one, controls) * startMs;
  }, 0);
}

/** The variance of ln throughput between starts that comes from how cold each of them is. */
export function coldVariance({ warmUp }: Durations): number {
  return warmUpOf(warmUp).scatter ** 2;
}

function warmUpOf({ longest }: Durations["warmUp"]) {
  return Object.values(warmUps).find((one) => one.longest === longest) ?? warmUps.whole;
}

function loopsInRound(size: ExperimentSize): number {
  return size.series.reduce(
    (sum, one) => sum + loadsOf(one, size) * shareOfRounds(one, size.controls),
    0,
  );
}

/** How many loads a series is measured under; one that was added as a control under one alone. */
function loadsOf(one: Series, { loads, controls }: ExperimentSize): number {
  const key = seriesKey(one);
  if (controls?.added.includes(key))
    return loads.filter(({ name }) => name === controls.load).length;
  return loads.filter((load) => isMeasuredUnder(load, key)).length;
}

/** Series that are there for the controls alone are not in every round. */
function shareOfRounds(series: Series, controls: Controls | undefined): number {
  return controls?.added.includes(seriesKey(series)) ? 1 / controls.everyRounds : 1;
}

/** Starting, checking and stopping a series, of which a group's overlap; medians on two slow cores. */
function startOverheadMs({ workers }: Series, { groupSize = 1 }: ExperimentSize): number {
  const aloneMs = 200 + 250 * Math.min(2, workers / availableParallelism());
  return groupSize === 1 ? aloneMs : shareInGroup * aloneMs;
}
