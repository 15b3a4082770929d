import { setTimeout as delay } from "node:timers/promises";
import { askWorkerId, checkConformance } from "@rowbench/shared/conformance";
import { messageOf, milliseconds, type TableContent } from "@rowbench/shared/contract";
import type { LoadSpec } from "../load/index.ts";
import type { Load, LoopName, Pace } from "../results/load.ts";
import type { Durations, FailureRecord, SliceRecord, StartPosition } from "../results/records.ts";
import type { Series } from "../results/series.ts";
import { type CellProcess, type CellStart, startCell } from "./cell-process.ts";
import { type DisturbanceWatch, disturbanceOf, repeats } from "./disturbance.ts";
import { isLatencyRound, type LatencyRounds, openWindow } from "./latency-rounds.ts";
import type { Pacing } from "./pacing.ts";
import { type Instruments, measureSlice } from "./slice.ts";

/** What all starts of an experiment have in common. */
export interface StartContext {
  readonly instruments: Instruments;
  readonly durations: Durations;
  readonly seed: number;
  readonly pacing: Pacing;
  /** Undefined before the pilot round is over. */
  readonly latencyRounds: () => LatencyRounds | undefined;
  readonly disturbance: DisturbanceWatch;
  readonly emit: (record: SliceRecord | FailureRecord) => void;
}

/** One series to start, and what to put it under in this order. */
export interface Start {
  readonly position: StartPosition;
  readonly series: Series;
  readonly cell: CellStart;
  readonly loads: readonly Load[];
}

type Stage = FailureRecord["stage"];

const newsMs = 100;

/** Marks in which part of a start something went wrong. */
class StageError extends Error {
  readonly stage: Stage;

  constructor(stage: Stage, cause: unknown) {
    super(messageOf(cause), { cause });
    this.stage = stage;
  }
}

/**
 * Starts one series, makes sure that it is the one that answers and that it keeps the contract,
 * measures it under every load and stops it. A failure is emitted as a record and does not reject,
 * so that an experiment goes on; only an abort rejects.
 */
export async function measureStart(context: StartContext, start: Start): Promise<void> {
  const { signal, values, rows } = context.instruments;
  try {
    const cell = await inStage("start", () => startCell(start.cell));
    try {
      await inStage("identity", () => assertIdentity(cell));
      await inStage("conformance", () => assertConformance(cell, { rows, salt: values.salt }));
      await inStage("load", () => measureLoads(context, start, cell));
    } catch (error) {
      // The news of a death may come a moment after its consequences.
      await delay(newsMs);
      throw withEnding(error, cell.ending());
    } finally {
      await inStage("stop", cell.stop);
    }
  } catch (error) {
    signal.throwIfAborted();
    const stage = error instanceof StageError ? error.stage : "load";
    context.emit({ kind: "failure", ...start.position, stage, reason: messageOf(error) });
  }
}

async function inStage<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new StageError(stage, error);
  }
}

/** A server that died explains a failed measurement better than the failure itself. */
function withEnding(error: unknown, ending: string | undefined): unknown {
  const stage = error instanceof StageError ? error.stage : "load";
  return ending === undefined ? error : new StageError(stage, `the server ended, ${ending}`);
}

/** The process that answers must be one that was started: the port alone proves nothing. */
async function assertIdentity({ origin, workerIds }: CellProcess): Promise<void> {
  const id = await askWorkerId(origin);
  if (workerIds.includes(id)) return;
  throw new Error(`worker \`${id}\` answers at ${origin}, expected one of ${workerIds.join(", ")}`);
}

async function assertConformance({ origin }: CellProcess, table: TableContent): Promise<void> {
  const [first, ...more] = await checkConformance(origin, table);
  if (first === undefined) return;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw new Error(`${first.rule}: ${first.message}${others}`);
}

async function measureLoads(context: StartContext, start: Start, cell: CellProcess): Promise<void> {
  for (const load of start.loads) {
    await measureLoop(context, start, cell, load, { name: "closed" });
    // Batches have no times of their own at which they should be sent.
    if (load.pipeline > 1) continue;
    if (!isLatencyRound(context.latencyRounds(), start.position.round)) continue;
    for (const pace of load.paces) await measureLoop(context, start, cell, load, pace);
  }
}

/** Measures one loop; again, twice at most, when the machine disturbed it. */
async function measureLoop(
  context: StartContext,
  { position, series }: Start,
  cell: CellProcess,
  load: Load,
  loop: Pace | { readonly name: "closed" },
): Promise<void> {
  const { instruments, seed, pacing, disturbance, emit } = context;
  for (let attempt = 1; attempt <= 1 + repeats; attempt += 1) {
    const spec = specOf(context, load, loop, position.series);
    if (spec === undefined) return;
    const place = { ...position, loop: loop.name as LoopName, attempt };
    const seeded = { ...spec, origin: cell.origin, seed: seed + position.round };
    const record = await measureSlice(instruments, cell, place, series, load, seeded);
    // The load goes on trying while nobody answers: what it counts then is no figure of a server.
    if (cell.ending() !== undefined) throw new Error("the server is gone");
    pacing.note(record);
    emit(record);
    if (disturbanceOf(record) === undefined || disturbance.isLasting()) return;
  }
}

const timeLimit = milliseconds(10_000);

/** The load of one loop; undefined while its rate is not known. */
function specOf(
  { durations, pacing, latencyRounds }: StartContext,
  load: Load,
  loop: Pace | { readonly name: "closed" },
  series: string,
): Omit<LoadSpec, "table" | "origin" | "seed"> | undefined {
  const { connections, connection, pipeline, workload } = load;
  const common = { connections, connection, pipeline, timeLimit, kinds: workload.kinds };
  if (loop.name === "closed") {
    const closed = { kind: "closed", warmUp: durations.warmUp } as const;
    return { ...common, loop: closed, duration: durations.closed };
  }
  const rate = pacing.rateOf(load, loop, series);
  if (rate === undefined) return undefined;
  const longest = latencyRounds()?.longest ?? durations.open.longest;
  const duration = openWindow(rate, durations.open.shortest, longest);
  return { ...common, loop: { kind: "open", rate }, duration };
}
