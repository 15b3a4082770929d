import { type Bytes, bytes } from "@rowbench/shared/contract";
import { type ProcessEntry, readProcessTable, readText } from "./process-table.ts";
import { usageFromPs } from "./process-usage.ts";
import { type ProcessorTicks, readProcessorTicks, readThrottledUs } from "./processor-ticks.ts";
import { aroundProcesses, type Roles, storeProcesses } from "./roles.ts";
import { readThreadTimes, type ThreadTimes } from "./thread-times.ts";

/** The counters of machine and processes at one moment. */
export interface Observation {
  /** Of `performance.now()`. */
  readonly atMs: number;
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

/** Looks at everything at once. Where there is no `/proc`, at the server's processes alone, by `ps`. */
export async function observe(roles: Roles): Promise<Observation> {
  if (process.platform !== "linux") return observeByPs(roles);
  const atMs = performance.now();
  const processes = readProcessTable();
  const own = storeProcesses(roles, processes);
  return {
    atMs,
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

function readRss(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? "")?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

async function observeByPs({ server }: Roles): Promise<Observation> {
  const atMs = performance.now();
  const usages = await Promise.all(server.map(usageFromPs));
  const times = usages.map(({ pid, cpuUs }) => [
    `${pid}`,
    { runningUs: cpuUs as number, waitingUs: 0 },
  ]);
  return {
    atMs,
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
