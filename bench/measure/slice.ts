import { bytes, microseconds } from "@rowbench/shared/contract";
import { classesOf, type LoadGenerator, type LoadRequest, type LoadResult } from "../load/index.ts";
import type { CellProcess } from "./cell-process.ts";
import { type Measurement, refusalsOf } from "./gates.ts";
import { type MachineUsage, machineUsage, withChildren } from "./machine-usage.ts";
import { processUsage } from "./process-usage.ts";
import type { CpuShares, SliceRecord, StartPosition } from "./records.ts";

/** Counts the row queries that PostgreSQL has run, or says why it cannot. */
export type QueryCounter = () => Promise<number | { readonly unavailable: string }>;

/** What a slice is measured with, beside its load. */
export interface SliceContext {
  readonly cell: CellProcess;
  readonly generator: LoadGenerator;
  readonly countRowQueries: QueryCounter;
  readonly postmasterPid: number | undefined;
  readonly signal: AbortSignal;
}

/** Runs one slice of load and records what it did to the server, PostgreSQL and the machine. */
export async function measureSlice(
  { cell, generator, countRowQueries, postmasterPid, signal }: SliceContext,
  position: StartPosition,
  workload: string,
  request: LoadRequest,
): Promise<SliceRecord> {
  const startedAt = new Date().toISOString();
  const postgresPids = postmasterPid === undefined ? [] : await withChildren(postmasterPid);
  const look = () => observe(cell.pids, postgresPids, countRowQueries);
  const before = await look();
  const load = await generator.run(request, { signal });
  const after = await look();
  const measurement: Measurement = {
    kind: "slice",
    ...position,
    workload,
    slice: load.kind,
    startedAt,
    connections: request.connections,
    isSteady: (request.pipeline ?? 1) === 1 && request.connection !== "close",
    expectsRows: classesOf(request).every(({ expect }) => expect === "row"),
    load,
    serverCpuUs: microseconds(after.server.cpuUs - before.server.cpuUs),
    rssBytes: bytes(after.server.rssBytes),
    ...cpuSharesOf(before, after, load),
    rowQueries: difference(before.rowQueries, after.rowQueries),
  };
  return { ...measurement, refusals: refusalsOf(measurement) };
}

type Observation = Awaited<ReturnType<typeof observe>>;

async function observe(
  serverPids: readonly number[],
  postgresPids: readonly number[],
  countRowQueries: QueryCounter,
) {
  const [server, postgres, machine, rowQueries] = await Promise.all([
    processUsage(serverPids),
    processUsage(postgresPids),
    machineUsage(),
    countRowQueries(),
  ]);
  return { server, postgres, machine, rowQueries };
}

type Count = Awaited<ReturnType<QueryCounter>>;

function difference(before: Count, after: Count): Count {
  if (typeof before !== "number") return before;
  return typeof after === "number" ? after - before : after;
}

function cpuSharesOf(
  before: Observation,
  after: Observation,
  load: LoadResult,
): { cpuShares?: CpuShares } {
  if (before.machine === undefined || after.machine === undefined) return {};
  const machine = ticksBetween(before.machine, after.machine);
  const totalUs = machine.total * microsecondsPerTick;
  const server = (after.server.cpuUs - before.server.cpuUs) / totalUs;
  const postgres = (after.postgres.cpuUs - before.postgres.cpuUs) / totalUs;
  const generator = load.generatorCpuUs / totalUs;
  const steal = machine.steal / machine.total;
  const idle = machine.idle / machine.total;
  const others = Math.max(0, 1 - server - postgres - generator - steal - idle);
  return { cpuShares: { server, postgres, generator, others, steal, idle } };
}

/** USER_HZ is 100 on every Linux that Node.js supports (time(7)). */
const microsecondsPerTick = 10_000;

function ticksBetween(before: MachineUsage, after: MachineUsage): MachineUsage {
  return {
    idle: after.idle - before.idle,
    steal: after.steal - before.steal,
    total: after.total - before.total,
  };
}
