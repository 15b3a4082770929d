import { setTimeout as delay } from "node:timers/promises";
import {
  askWorkerId,
  cacheRules,
  checkRules,
  formRules,
  lookUpRules,
  type Rule,
  rowRules,
  type Violation,
} from "@rowbench/shared/conformance";
import { messageOf, type TableContent } from "@rowbench/shared/contract";
import type { Load } from "../results/load.ts";
import type { FailureRecord, StartPosition } from "../results/records.ts";
import type { Series } from "../results/series.ts";
import { type CellProcess, type CellStart, startCell } from "./cell-process.ts";
import type { Instruments } from "./slice.ts";
import { openTopology, type Surroundings } from "./topology/open-topology.ts";

/** One series to start, and what to put it under. */
export interface Start {
  readonly position: StartPosition;
  readonly series: Series;
  readonly cell: CellStart;
  readonly hasLookUpsAlone: boolean;
  readonly loads: readonly Load[];
}

/** A start that is up, answers as itself and keeps the contract. */
export interface RunningStart extends Start {
  readonly process: CellProcess;
  readonly surroundings: Surroundings;
  /** Where clients are to ask: the server itself, or what stands before it. */
  readonly origin: string;
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
 * Starts one series and makes sure that it is the one that answers and that it keeps the contract.
 * One that does not is stopped again. `failureOf` makes a record of what this rejects with.
 */
export async function bringUp(
  { values, cache, rows }: Instruments,
  start: Start,
): Promise<RunningStart> {
  const running = await inStage("start", () => bringUpWith(start));
  try {
    await inStage("identity", () => assertIdentity(running));
    const table = { rows, salt: values.salt };
    const cached = cache && { rows, salt: cache.values.salt };
    // Asked directly: what stands before it may add to its answers.
    await inStage("conformance", async () =>
      assertNone(await checkRules(running.process.origin, table, rulesFor(start, cached))),
    );
    return running;
  } catch (error) {
    const explained = await explain(running, error);
    const stopFailure = await bringDown(running).then(() => "", messageOf);
    if (stopFailure === "") throw explained;
    throw new StageError(stageOf(explained), `${messageOf(explained)}; and ${stopFailure}`);
  }
}

/** The server, and what stands around it. */
async function bringUpWith(start: Start): Promise<RunningStart> {
  const surroundings = await openTopology(start.series.topology, start.cell.databaseUrl);
  try {
    const { databaseUrl } = surroundings;
    const process = await startCell({ ...start.cell, databaseUrl });
    try {
      const origin = await surroundings.putBefore(process.origin);
      return { ...start, process, surroundings, origin };
    } catch (error) {
      await process.stop();
      throw error;
    }
  } catch (error) {
    await surroundings.close();
    throw error;
  }
}

/** Stops it; see `failureOf` for what this rejects with. */
export async function bringDown({ process, surroundings }: RunningStart): Promise<void> {
  await inStage("stop", async () => {
    try {
      await process.stop();
    } finally {
      await surroundings.close();
    }
  });
}

/** A server that died explains a failure better than the failure itself; to be asked before a stop. */
export async function explain({ process }: RunningStart, error: unknown): Promise<unknown> {
  // The news of a death may come a moment after its consequences.
  await delay(newsMs);
  const ending = process.ending();
  return ending === undefined
    ? error
    : new StageError(stageOf(error), `the server ended, ${ending}`);
}

/** What is recorded of a start that gave no figures, or no more of them. */
export function failureOf({ position }: Start, error: unknown): FailureRecord {
  return { kind: "failure", ...position, stage: stageOf(error), reason: messageOf(error) };
}

function stageOf(error: unknown): Stage {
  return error instanceof StageError ? error.stage : "load";
}

async function inStage<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new StageError(stage, error);
  }
}

/**
 * What it is going to be asked for. The rest of the contract is for `rowbench check`: uploads would
 * stand in its memory, and an earlier version may not have the route.
 */
function rulesFor(
  { hasLookUpsAlone, loads }: Start,
  cached: TableContent | undefined,
): readonly Rule[] {
  if (hasLookUpsAlone) return lookUpRules;
  const takesForms = loads.some(({ workload }) => workload.kinds.some(({ file }) => file));
  return [
    ...rowRules,
    ...(takesForms ? formRules : []),
    ...(cached === undefined ? [] : cacheRules(cached)),
  ];
}

/** The process that answers must be one that was started: the port alone proves nothing. */
async function assertIdentity({ origin, process: { workerIds } }: RunningStart): Promise<void> {
  const id = await askWorkerId(origin);
  if (workerIds.includes(id)) return;
  throw new Error(`worker \`${id}\` answers at ${origin}, expected one of ${workerIds.join(", ")}`);
}

function assertNone([first, ...more]: readonly Violation[]): void {
  if (first === undefined) return;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw new Error(`${first.rule}: ${first.message}${others}`);
}
