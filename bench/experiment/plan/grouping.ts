import { freemem } from "node:os";
import type { Load } from "../../results/records/load.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import { hasWaits, isOfWaitsAlone } from "../../results/records/workload.ts";
import type { RandomUint32 } from "../../statistics/random.ts";
import { shuffle } from "../../statistics/shuffle.ts";

/**
 * More of them would take turns too far apart for a machine whose speed drifts within seconds; with
 * fewer, pairs of a large experiment meet too seldom.
 */
const mostSeries = 10;
/** A process of Node.js with a framework, its launcher likewise; measured: 60 to 120 MB. */
const bytesPerProcess = 120 * 2 ** 20;
/** What waits without work may take of the memory that is free. */
const memoryShare = 0.5;
/** Of PostgreSQL's connections, for whoever else works with it. */
const othersConnections = 36;
const adaptiveBudget = 64;

/** What there is for all that are up at once. */
export interface Room {
  /** Bytes of memory that nobody uses; those of this machine when absent. */
  readonly freeBytes?: number;
  /** That PostgreSQL allows (`max_connections`); its own default when absent. */
  readonly connections?: number | undefined;
}

/**
 * How many of these series may be up at once under the loads that do not wait, whichever they are;
 * 1 when they are measured one after the other.
 */
export function groupSizeFor(
  series: readonly Series[],
  loads: readonly Load[],
  { freeBytes = freemem(), connections = 100 }: Room = {},
): number {
  const inTurns = loads.filter(({ workload }) => !isOfWaitsAlone(workload));
  if (inTurns.length === 0) return 1;
  const waiting = inTurns.filter(({ workload }) => hasWaits(workload));
  const clients = Math.max(0, ...waiting.map((load) => load.connections));
  const processes = Math.max(...series.map(({ workers }) => 1 + workers));
  const byMemory = (memoryShare * freeBytes) / (processes * bytesPerProcess);
  const byConnections = mostWithin(
    connections - othersConnections,
    series.map((one) => connectionsOf(one, clients)),
  );
  const limit = Math.min(mostSeries, byMemory, byConnections);
  return Math.max(1, Math.min(series.length, Math.floor(limit)));
}

/** How many of these have room, whichever they are: of the largest, which may come together. */
function mostWithin(room: number, sizes: readonly number[]): number {
  let left = room;
  const largest = sizes.toSorted((a, b) => b - a);
  const first = largest.findIndex((size) => {
    left -= size;
    return left < 0;
  });
  return first === -1 ? sizes.length : first;
}

/**
 * An adaptive pool has one, and grows to one for each client whose query waits; a model without a
 * pool has one a worker.
 */
function connectionsOf({ workers, pool }: Series, waitingClients: number): number {
  const fixed = Number(pool);
  const shared = fixed > 0 ? fixed : Math.min(adaptiveBudget, waitingClients);
  return Math.max(workers, shared);
}

/**
 * Splits the series of a round into groups of nearly the same size, at random, but that those which
 * belong together, by their keys, come into the same one.
 */
export function groupsOf(
  series: readonly Series[],
  groupSize: number,
  together: readonly (readonly string[])[],
  random: RandomUint32,
): readonly (readonly Series[])[] {
  if (groupSize === 1) return [series];
  const groups = Array.from({ length: Math.ceil(series.length / groupSize) }, (): Series[] => []);
  for (const unit of unitsOf(series, together, random)) {
    const smallest = groups.toSorted((a, b) => a.length - b.length)[0];
    smallest?.push(...unit);
  }
  return groups.map((group) => shuffle(group, random));
}

/** The largest first, so that the groups come out even. */
function unitsOf(
  series: readonly Series[],
  together: readonly (readonly string[])[],
  random: RandomUint32,
): readonly (readonly Series[])[] {
  const unitOf = (one: Series) => together.findIndex((keys) => keys.includes(seriesKey(one)));
  const units = Map.groupBy(shuffle(series, random), (one) => {
    const unit = unitOf(one);
    return unit === -1 ? seriesKey(one) : unit;
  });
  return [...units.values()].toSorted((a, b) => b.length - a.length);
}
