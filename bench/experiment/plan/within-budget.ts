import { type Cell, modelNames } from "@rowbench/shared/concurrency";
import type { Grid } from "../grids/grid.ts";
import { fits, type TimeGiven } from "./plan.ts";

type GridOf = (cells: readonly Cell[]) => Grid;

/**
 * Cells model after model, as long as enough rounds of all of them have room, and servers are warm
 * when they are measured; those of the first model in any case.
 */
export function cellsWithin(
  time: TimeGiven,
  cells: readonly Cell[],
  gridOf: GridOf,
): readonly Cell[] {
  let chosen: readonly Cell[] = [];
  for (const name of modelNames) {
    const more = [...chosen, ...cells.filter(({ model }) => model === name)];
    if (chosen.length > 0 && !fits(gridOf(more), time)) break;
    chosen = more;
  }
  return chosen;
}

/** The same cells with these, where enough rounds of all of them have room. */
export function withRoomFor(
  more: readonly Cell[],
  time: TimeGiven,
  cells: readonly Cell[],
  gridOf: GridOf,
): readonly Cell[] {
  const all = [...cells, ...more];
  return fits(gridOf(all), time) ? all : cells;
}

/**
 * The grid without open loops, where servers would be cold beside them: figures of cold servers
 * turn their order, and percentiles of the one round that there would be say nothing.
 */
export function withoutColdLatency(grid: Grid, time: TimeGiven): Grid {
  if (fits(grid, time)) return grid;
  return { ...grid, loads: grid.loads.map((load) => ({ ...load, paces: [] })) };
}

/** A line that names the models without room, and one for latency; none when all have it. */
export function describeLeftOut(
  all: readonly Cell[],
  chosen: readonly Cell[],
  hasLatency: boolean,
): readonly string[] {
  const models = new Set(chosen.map(({ model }) => model));
  const left = modelNames.filter(
    (name) => !models.has(name) && all.some(({ model }) => model === name),
  );
  return [
    ...(left.length === 0
      ? []
      : [
          `left out  ${left.join(", ")}: three rounds of all models take a longer --budget; --models names yours`,
        ]),
    ...(hasLatency
      ? []
      : ["left out  latency: its time goes into warming servers; --paces common asks for it"]),
  ];
}
