import { setTimeout as delay } from "node:timers/promises";
import { milliseconds } from "@rowbench/shared/contract";
import type { FailureKind, LoadGenerator, LoadResult } from "../load/index.ts";
import { type CellStart, startCell } from "./cell-process.ts";

/** What one stop under full load cost. */
export interface RestartResult {
  readonly correct: number;
  /** Requests that were sent and not answered correctly, by kind; empty when none was lost. */
  readonly lost: Partial<Record<FailureKind, number>>;
}

const connections = 64;
const loadDuration = milliseconds(1200);
const stopAfterMs = 600;

/**
 * Starts a cell, puts it under full load and stops it with SIGTERM in the middle of it. A refused
 * connection afterwards is no loss: nothing was sent on it.
 */
export async function restartUnderLoad(
  start: CellStart,
  generator: LoadGenerator,
): Promise<RestartResult> {
  const cell = await startCell(start);
  const load = generator.run({
    url: `${cell.origin}/db`,
    connections,
    duration: loadDuration,
    seed: 1,
    timeLimit: milliseconds(5000),
    expect: "row",
  });
  await delay(stopAfterMs);
  const [result] = await Promise.all([load, cell.stop()]);
  return { correct: result.correct + result.lateCorrect, lost: lossesOf(result) };
}

function lossesOf({ failures }: LoadResult): RestartResult["lost"] {
  const lost = Object.entries(failures).filter(([kind, count]) => kind !== "connect" && count > 0);
  return Object.fromEntries(lost);
}
