import { freemem } from "node:os";
import type { Load } from "../results/load.ts";
import { type Series, seriesKey } from "../results/series.ts";
import type { RandomUint32 } from "../statistics/random.ts";
import { shuffle } from "../statistics/shuffle.ts";

/**
 * More of them would take turns too far apart for a machine whose speed drifts within seconds; with
 * fewer, pairs of a large experiment meet too seldom.
 */
const mostSeries = 8;
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
 * How many of these series may be up at once, 1 when they are measured one after the other, as they
 * are where all requests wait: pools grow to as many connections as a server may have, and figures
 * hardly scatter.
 */
export function groupSizeFor(
  series: readonly Series[],
  loads: readonly Load[],
  { freeBytes = freemem(), connections = 100 }: Room = {},
): number {
  if (loads.every(isWaiting)) return 1;
  const clients = Math.max(0, ...loads.filter(holdsConnections).map((load) => load.connections));
  const processes = Math.max(...series.map(({ workers }) => 1 + workers));
  const each = Math.max(...series.map((one) => connectionsOf(one, clients)));
  const byMemory = (memoryShare * freeBytes) / (processes * bytesPerProcess);
  const limit = Math.min(mostSeries, byMemory, (connections - othersConnections) / each);
  return Math.max(1, Math.min(series.length, Math.floor(limit)));
}

/** Whether all of its requests wait in the database. */
export function isWaiting({ workload }: Load): boolean {
  return workload.kinds.every(({ wait = 0 }) => wait > 0);
}

/** Whether pools grow under it: a query that waits has a connection for itself. */
function holdsConnections({ workload }: Load): boolean {
  return workload.kinds.some(({ wait = 0 }) => wait > 0);
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
