import { type Bytes, bytes, type Microseconds, microseconds } from "@rowbench/shared/contract";
import type { CpuUse } from "../../results/records.ts";
import {
  microsecondsPerTick,
  type ProcessEntry,
  readProcessTable,
  readText,
} from "./process-table.ts";
import { usageFromPs } from "./process-usage.ts";
import { type ProcessorTicks, readProcessorTicks, readThrottledUs } from "./processor-ticks.ts";
import {
  readThreadTimes,
  type ThreadTimes,
  threadTimesBetween,
  totalRunningUs,
} from "./thread-times.ts";

/** Whose processes are whose. */
export interface Roles {
  /** Every process of the server. */
  readonly server: readonly number[];
  readonly generators: readonly number[];
  /** Processes that are ours, but not what is measured, such as servers that wait for their turn. */
  readonly others: readonly number[];
  /** First processes of what stands around the server, such as a proxy. */
  readonly around: readonly number[];
  /** Parent of PostgreSQL's processes; absent for a person's own server, known by its name. */
  readonly postmaster: number | undefined;
  /** Where answers come from Redis: its process, known by its name where it is a person's own. */
  readonly redis?: { readonly pid: number | undefined } | undefined;
}

/** The counters of machine and processes at one moment. */
export interface Observation {
  readonly server: ThreadTimes;
  /** PostgreSQL, and Redis where answers come from it. */
  readonly postgres: ThreadTimes;
  readonly generator: ThreadTimes;
  readonly around: ThreadTimes;
  readonly rssBytes: Bytes;
  readonly processes: ReadonlyMap<number, ProcessEntry>;
  readonly processors: ProcessorTicks | undefined;
  readonly throttledUs: number;
}

/** What happened between two observations. */
export interface Usage {
  readonly serverCpuUs: Microseconds;
  readonly workerCpuUs: readonly Microseconds[];
  readonly rssBytes: Bytes;
  readonly cpu?: CpuUse;
}

/** Looks at everything at once. Where there is no `/proc`, at the server's processes alone, by `ps`. */
export async function observe(roles: Roles): Promise<Observation> {
  if (process.platform !== "linux") return observeByPs(roles);
  const processes = readProcessTable();
  const own = storeProcesses(roles, processes);
  return {
    server: readThreadTimes(roles.server),
    postgres: readThreadTimes(own),
    generator: readThreadTimes(roles.generators),
    around: readThreadTimes(aroundProcesses(roles, processes)),
    rssBytes: bytes(roles.server.reduce((sum, pid) => sum + readRss(pid), 0)),
    processes,
    processors: readProcessorTicks(),
    throttledUs: readThrottledUs(),
  };
}

/** The difference of two observations, `windowUs` apart. */
export function usageBetween(
  roles: Roles,
  before: Observation,
  after: Observation,
  windowUs: Microseconds,
): Usage {
  const server = threadTimesBetween(before.server, after.server);
  return {
    serverCpuUs: microseconds(totalRunningUs(server)),
    workerCpuUs: [...server.values()]
      .map(({ runningUs }) => microseconds(Math.round(runningUs)))
      .filter((us) => us > 0)
      .toSorted((a, b) => b - a),
    rssBytes: after.rssBytes,
    ...cpuUse(roles, before, after, server, windowUs),
  };
}

function cpuUse(
  roles: Roles,
  before: Observation,
  after: Observation,
  server: ThreadTimes,
  windowUs: Microseconds,
): { cpu?: CpuUse } {
  if (before.processors === undefined || after.processors === undefined) return {};
  const ticks = after.processors.total - before.processors.total;
  const shareOf = (us: number) => us / (ticks * microsecondsPerTick);
  const postgres = threadTimesBetween(before.postgres, after.postgres);
  const generator = threadTimesBetween(before.generator, after.generator);
  const around = threadTimesBetween(before.around, after.around);
  const foreign = foreignBetween(roles, before, after).map(({ name, us }) => ({
    name,
    share: shareOf(us),
  }));
  const known = {
    server: shareOf(totalRunningUs(server)),
    postgres: shareOf(totalRunningUs(postgres)),
    generator: shareOf(totalRunningUs(generator)),
    ...(roles.around.length > 0 && { around: shareOf(totalRunningUs(around)) }),
    foreign: foreign.reduce((sum, { share }) => sum + share, 0),
    steal: (after.processors.steal - before.processors.steal) / ticks,
    idle: (after.processors.idle - before.processors.idle) / ticks,
  };
  const sum = Object.values(known).reduce((total, share) => total + share, 0);
  return {
    cpu: {
      shares: { ...known, others: Math.max(0, 1 - sum) },
      busiest: { server: busiest(server, windowUs), postgres: busiest(postgres, windowUs) },
      foreign: foreign.slice(0, 3),
      throttledUs: after.throttledUs - before.throttledUs,
    },
  };
}

/** A thread that waits for a processor wants one: a server is its own limit then as well. */
function busiest(times: ThreadTimes, windowUs: Microseconds): number {
  const wanted = [...times.values()].map(({ runningUs, waitingUs }) => runningUs + waitingUs);
  return Math.min(1, Math.max(0, ...wanted) / windowUs);
}

/** Time of every process that is not ours, the one with most first. */
function foreignBetween(roles: Roles, before: Observation, after: Observation) {
  const ours = new Set([
    process.pid,
    ...roles.generators,
    ...roles.server,
    ...roles.others,
    ...storeProcesses(roles, before.processes),
    ...storeProcesses(roles, after.processes),
    ...aroundProcesses(roles, after.processes),
  ]);
  return [...after.processes.values()]
    .filter(({ pid }) => !ours.has(pid))
    .map(({ pid, name, ticks }) => ({
      name,
      us: (ticks - (before.processes.get(pid)?.ticks ?? 0)) * microsecondsPerTick,
    }))
    .filter(({ us }) => us > 0)
    .toSorted((a, b) => b.us - a.us);
}

function storeProcesses(
  { postmaster, redis }: Roles,
  processes: ReadonlyMap<number, ProcessEntry>,
): readonly number[] {
  return [...processes.values()]
    .filter((entry) => isPostgres(entry, postmaster) || (redis && isRedis(entry, redis.pid)))
    .map(({ pid }) => pid);
}

/** Workers of a proxy are its children. */
function aroundProcesses(
  { around }: Roles,
  processes: ReadonlyMap<number, ProcessEntry>,
): readonly number[] {
  if (around.length === 0) return [];
  return [...processes.values()]
    .filter(({ pid, parent }) => around.includes(pid) || around.includes(parent))
    .map(({ pid }) => pid);
}

function isPostgres({ pid, parent, name }: ProcessEntry, postmaster: number | undefined): boolean {
  if (postmaster === undefined) return name.startsWith("postgres");
  return pid === postmaster || parent === postmaster;
}

function isRedis({ pid, name }: ProcessEntry, known: number | undefined): boolean {
  return known === undefined ? /^(redis|valkey)-server/.test(name) : pid === known;
}

function readRss(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? "")?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

async function observeByPs({ server }: Roles): Promise<Observation> {
  const usages = await Promise.all(server.map(usageFromPs));
  const times = usages.map(({ pid, cpuUs }) => [
    `${pid}`,
    { runningUs: cpuUs as number, waitingUs: 0 },
  ]);
  return {
    server: new Map(times as [string, { runningUs: number; waitingUs: number }][]),
    postgres: new Map(),
    generator: new Map(),
    around: new Map(),
    rssBytes: bytes(usages.reduce((sum, { rssBytes }) => sum + rssBytes, 0)),
    processes: new Map(),
    processors: undefined,
    throttledUs: 0,
  };
}
