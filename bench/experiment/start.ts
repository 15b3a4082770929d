import { setTimeout as delay } from "node:timers/promises";
import type { Violation } from "@rowbench/shared/conformance";
import { messageOf } from "@rowbench/shared/contract";
import type { Load } from "../results/records/load.ts";
import type { FailureRecord, StartPosition } from "../results/records/records.ts";
import type { Series } from "../results/records/series.ts";
import type { Instruments } from "./slice.ts";
import type { ContractCheck } from "./testbed/contract-check.ts";
import type { ServerStart, TestedServer } from "./testbed/testbed.ts";

/** One series to start, and what to put it under. */
export interface Start {
  readonly position: StartPosition;
  readonly series: Series;
  readonly start: ServerStart;
  readonly hasLookUpsAlone: boolean;
  readonly loads: readonly Load[];
}

/** A start that is up, answers as itself and keeps the contract. */
export interface RunningStart extends Start {
  readonly server: TestedServer;
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
export async function bringUp(instruments: Instruments, start: Start): Promise<RunningStart> {
  const { testbed } = instruments;
  const server = await inStage("start", () => testbed.startServer(start.start));
  const running = { ...start, server };
  try {
    await inStage("identity", () => assertIdentity(server));
    const check = contractCheck(instruments, start);
    await inStage("conformance", async () => assertNone(await server.check(check)));
    return running;
  } catch (error) {
    const explained = await explain(running, error);
    const stopFailure = await bringDown(running).then(() => "", messageOf);
    if (stopFailure === "") throw explained;
    throw new StageError(stageOf(explained), `${messageOf(explained)}; and ${stopFailure}`);
  }
}

/** Stops it; see `failureOf` for what this rejects with. */
export async function bringDown({ server }: RunningStart): Promise<void> {
  await inStage("stop", server.stop);
}

/** A server that died explains a failure better than the failure itself; to be asked before a stop. */
export async function explain({ server }: RunningStart, error: unknown): Promise<unknown> {
  // The news of a death may come a moment after its consequences.
  await delay(newsMs);
  const ending = server.ending();
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
function contractCheck(
  { testbed: { values, cache, description } }: Instruments,
  { hasLookUpsAlone, loads }: Start,
): ContractCheck {
  const { rows } = description.database;
  return {
    scope: hasLookUpsAlone ? "look-ups" : "rows",
    takesForms: loads.some(({ workload }) => workload.kinds.some(({ file }) => file)),
    table: { rows, salt: values.salt },
    cached: cache && { rows, salt: cache.values.salt },
  };
}

/** The process that answers must be one that was started: the port alone proves nothing. */
async function assertIdentity({ origin, workerIds, askWorkerId }: TestedServer): Promise<void> {
  const id = await askWorkerId();
  if (workerIds.includes(id)) return;
  throw new Error(`worker \`${id}\` answers at ${origin}, expected one of ${workerIds.join(", ")}`);
}

function assertNone([first, ...more]: readonly Violation[]): void {
  if (first === undefined) return;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw new Error(`${first.rule}: ${first.message}${others}`);
}
