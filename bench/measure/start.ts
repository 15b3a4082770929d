import { setTimeout as delay } from "node:timers/promises";
import { askWorkerId, checkConformance } from "@rowbench/shared/conformance";
import { messageOf, milliseconds } from "@rowbench/shared/contract";
import type { LoadRequest } from "../load/index.ts";
import type { Plan } from "../plan/plan.ts";
import type { Workload } from "../plan/workload.ts";
import { type CellProcess, type CellStart, startCell } from "./cell-process.ts";
import type { FailureRecord, SliceRecord, StartPosition } from "./records.ts";
import { measureSlice, type SliceContext } from "./slice.ts";

/** What all starts of a run have in common. */
export type StartContext = Omit<SliceContext, "cell"> & { readonly plan: Plan };

type Stage = FailureRecord["stage"];
type Emit = (record: SliceRecord | FailureRecord) => void;

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
 * Starts one cell, makes sure that it is the one that answers and that it keeps the contract,
 * warms it up, measures its slices and stops it. A failure is emitted as a record and does not
 * reject, so that a run goes on; only an abort rejects.
 */
export async function measureStart(
  context: StartContext,
  position: StartPosition,
  start: CellStart,
  emit: Emit,
): Promise<void> {
  try {
    const cell = await inStage("start", () => startCell(start));
    try {
      await inStage("identity", () => assertIdentity(cell));
      await inStage("conformance", () => assertConformance(cell));
      await inStage("load", () => measureSlices({ ...context, cell }, position, emit));
    } catch (error) {
      // The news of a death may come a moment after its consequences.
      await delay(newsMs);
      throw withEnding(error, cell.ending());
    } finally {
      await inStage("stop", cell.stop);
    }
  } catch (error) {
    context.signal.throwIfAborted();
    const stage = error instanceof StageError ? error.stage : "load";
    emit({ kind: "failure", ...position, stage, reason: messageOf(error) });
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

async function assertConformance({ origin }: CellProcess): Promise<void> {
  const [first, ...more] = await checkConformance(origin);
  if (first === undefined) return;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw new Error(`${first.rule}: ${first.message}${others}`);
}

async function measureSlices(
  context: StartContext & Pick<SliceContext, "cell">,
  position: StartPosition,
  emit: Emit,
): Promise<void> {
  const { plan, cell, generator, signal } = context;
  const { warmUp, closed, open } = plan.slices;
  for (const workload of plan.workloads) {
    const { name } = workload;
    const request = requestFor(plan, workload, cell, position);
    await generator.run({ ...request, duration: warmUp }, { signal });
    emit(await measureSlice(context, position, name, { ...request, duration: closed }));
    // Batches have no times of their own at which they should be sent.
    if (plan.options.pipeline > 1) continue;
    const atRate = { ...request, duration: open, rate: plan.rate };
    emit(await measureSlice(context, position, name, atRate));
  }
}

const timeLimit = milliseconds(5000);

/** All cells of a round get the same arrival times; each round gets its own. */
function requestFor(
  plan: Plan,
  { classes }: Workload,
  cell: CellProcess,
  { round }: StartPosition,
): LoadRequest {
  return {
    url: cell.origin,
    mix: classes,
    connection: plan.options.connection,
    pipeline: plan.options.pipeline,
    connections: plan.connections,
    duration: plan.slices.closed,
    seed: plan.seed + round,
    timeLimit,
    expect: "row",
  };
}
