import { type Cell, modelNames } from "@rowbench/shared/concurrency";
import type { Milliseconds } from "@rowbench/shared/contract";
import type { Grid } from "../grids/grid.ts";
import { fits } from "./plan.ts";

/**
 * Cells model after model, as long as enough rounds of all of them have room; those of the first
 * model in any case.
 */
export function cellsWithin(
  budget: Milliseconds,
  cells: readonly Cell[],
  gridOf: (cells: readonly Cell[]) => Grid,
): readonly Cell[] {
  let chosen: readonly Cell[] = [];
  for (const name of modelNames) {
    const more = [...chosen, ...cells.filter(({ model }) => model === name)];
    if (chosen.length > 0 && !fits({ ...gridOf(more), budget })) break;
    chosen = more;
  }
  return chosen;
}

/** The same cells with these, where enough rounds of all of them have room. */
export function withRoomFor(
  more: readonly Cell[],
  budget: Milliseconds,
  cells: readonly Cell[],
  gridOf: (cells: readonly Cell[]) => Grid,
): readonly Cell[] {
  const all = [...cells, ...more];
  return fits({ ...gridOf(all), budget }) ? all : cells;
}

/** A line that names the models without room; none when all have it. */
export function describeLeftOut(all: readonly Cell[], chosen: readonly Cell[]): readonly string[] {
  const models = new Set(chosen.map(({ model }) => model));
  const left = modelNames.filter(
    (name) => !models.has(name) && all.some(({ model }) => model === name),
  );
  if (left.length === 0) return [];
  return [
    `left out  ${left.join(", ")}: three rounds of all models take a longer --budget; --models names yours`,
  ];
}
