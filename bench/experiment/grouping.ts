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
/** PostgreSQL's own default is 100, of which some are others'. */
const mostConnections = 64;

/**
 * How many of these series may be up at once, 1 when they are measured one after the other: where
 * requests wait, pools grow to as many connections as a server may have, and figures hardly
 * scatter.
 */
export function groupSizeFor(
  series: readonly Series[],
  loads: readonly Load[],
  freeBytes: number = freemem(),
): number {
  const waits = loads.some(({ workload }) => workload.kinds.some(({ wait = 0 }) => wait > 0));
  if (waits) return 1;
  const processes = Math.max(...series.map(({ workers }) => 1 + workers));
  const connections = Math.max(...series.map(connectionsOf));
  const byMemory = (memoryShare * freeBytes) / (processes * bytesPerProcess);
  const limit = Math.min(mostSeries, byMemory, mostConnections / connections);
  return Math.max(1, Math.min(series.length, Math.floor(limit)));
}

/** An adaptive pool that idles keeps one; a model without a pool has one a worker. */
function connectionsOf({ workers, pool }: Series): number {
  const fixed = Number(pool);
  return workers * (fixed > 0 ? fixed : 1);
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
