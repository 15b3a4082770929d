import { type Bytes, bytes, type Microseconds, microseconds } from "@rowbench/shared/contract";
import type { CpuUse } from "../../results/records/records.ts";
import type { Observation } from "./observation.ts";
import { microsecondsPerTick } from "./process-table.ts";
import type { ProcessorTicks } from "./processor-ticks.ts";
import { aroundProcesses, type Roles, storeProcesses } from "./roles.ts";
import {
  sumThreadTimes,
  type ThreadTimes,
  threadTimesBetween,
  totalRunningUs,
} from "./thread-times.ts";

/** A piece of a window, seen at both of its ends. */
export interface Piece {
  readonly begin: Observation;
  readonly end: Observation;
}

/** What happened in a window. */
export interface Usage {
  readonly serverCpuUs: Microseconds;
  readonly workerCpuUs: readonly Microseconds[];
  readonly rssBytes: Bytes;
  readonly cpu?: CpuUse;
}

/** The differences of observations, summed up over the pieces of a window. */
export function usageOf(roles: Roles, pieces: readonly Piece[]): Usage {
  const server = timesIn(pieces, "server");
  return {
    serverCpuUs: microseconds(totalRunningUs(server)),
    workerCpuUs: [...server.values()]
      .map(({ runningUs }) => microseconds(Math.round(runningUs)))
      .filter((us) => us > 0)
      .toSorted((a, b) => b - a),
    rssBytes: bytes(pieces.at(-1)?.end.rssBytes ?? 0),
    ...cpuUse(roles, pieces, server),
  };
}

function timesIn(
  pieces: readonly Piece[],
  whose: "server" | "postgres" | "generator" | "around",
): ThreadTimes {
  return sumThreadTimes(
    pieces.map(({ begin, end }) => threadTimesBetween(begin[whose], end[whose])),
  );
}

function cpuUse(roles: Roles, pieces: readonly Piece[], server: ThreadTimes): { cpu?: CpuUse } {
  if (pieces.some(({ begin, end }) => !begin.processors || !end.processors)) return {};
  const ticksOf = (kind: keyof ProcessorTicks) =>
    sumOver(pieces, ({ processors }) => processors?.[kind] ?? 0);
  const ticks = ticksOf("total");
  const lengthUs = sumOver(pieces, ({ atMs }) => atMs * 1000);
  const shareOf = (us: number) => us / (ticks * microsecondsPerTick);
  const postgres = timesIn(pieces, "postgres");
  const foreign = foreignIn(roles, pieces).map(({ name, us }) => ({ name, share: shareOf(us) }));
  const known = {
    server: shareOf(totalRunningUs(server)),
    postgres: shareOf(totalRunningUs(postgres)),
    generator: shareOf(totalRunningUs(timesIn(pieces, "generator"))),
    ...(roles.around.length > 0 && {
      around: shareOf(totalRunningUs(timesIn(pieces, "around"))),
    }),
    foreign: foreign.reduce((sum, { share }) => sum + share, 0),
    steal: ticksOf("steal") / ticks,
    idle: ticksOf("idle") / ticks,
  };
  const sum = Object.values(known).reduce((total, share) => total + share, 0);
  return {
    cpu: {
      shares: { ...known, others: Math.max(0, 1 - sum) },
      busiest: { server: busiest(server, lengthUs), postgres: busiest(postgres, lengthUs) },
      foreign: foreign.slice(0, 3),
      throttledUs: sumOver(pieces, ({ throttledUs }) => throttledUs),
    },
  };
}

/** How much a counter grew in all pieces together. */
function sumOver(pieces: readonly Piece[], read: (seen: Observation) => number): number {
  return pieces.reduce((sum, { begin, end }) => sum + read(end) - read(begin), 0);
}

/** A thread that waits for a processor wants one: a server is its own limit then as well. */
function busiest(times: ThreadTimes, lengthUs: number): number {
  const wanted = [...times.values()].map(({ runningUs, waitingUs }) => runningUs + waitingUs);
  return Math.min(1, Math.max(0, ...wanted) / lengthUs);
}

/** Time of every process that is not ours, the one with most first. */
function foreignIn(roles: Roles, pieces: readonly Piece[]) {
  const used = new Map<number, { readonly name: string; readonly us: number }>();
  for (const piece of pieces)
    for (const { pid, name, us } of foreignBetween(roles, piece))
      used.set(pid, { name, us: us + (used.get(pid)?.us ?? 0) });
  return [...used.values()].toSorted((a, b) => b.us - a.us);
}

function foreignBetween(roles: Roles, { begin, end }: Piece) {
  const ours = new Set([
    process.pid,
    ...roles.generators,
    ...roles.server,
    ...roles.others,
    ...storeProcesses(roles, begin.processes),
    ...storeProcesses(roles, end.processes),
    ...aroundProcesses(roles, end.processes),
  ]);
  return [...end.processes.values()]
    .filter(({ pid }) => !ours.has(pid))
    .map(({ pid, name, ticks }) => ({
      pid,
      name,
      us: (ticks - (begin.processes.get(pid)?.ticks ?? 0)) * microsecondsPerTick,
    }))
    .filter(({ us }) => us > 0);
}
