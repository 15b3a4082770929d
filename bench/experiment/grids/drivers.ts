import { type Cell, models } from "@rowbench/shared/concurrency";
import { cellName, type Series } from "../../results/records/series.ts";
import { availableCells, namedCell, seriesOfCell, type WorkersOf } from "./cell-series.ts";
import type { VersionPair } from "./comparison.ts";

/** Of which cells, with which drivers. */
export interface DriversRequest {
  readonly cells: readonly Cell[];
  readonly workersOf: WorkersOf;
  readonly drivers: readonly string[];
}

/** Every driver against the first, in every cell that has one. */
export function driverPairs({
  cells,
  workersOf,
  drivers: [first, ...others],
}: DriversRequest): readonly VersionPair[] {
  return asyncSeries(cells, workersOf).flatMap((series) =>
    others.map((driver) => ({
      name: `${cellName(series)}, ${driver} against ${first}`,
      before: { ...series, driver: first as string },
      after: { ...series, driver },
    })),
  );
}

/** What this project's database layer costs: every driver and pool against the framework and that driver alone. */
export function layerPairs(
  { cells, workersOf, drivers }: DriversRequest,
  pools: readonly string[],
): readonly VersionPair[] {
  return asyncSeries(cells, workersOf).flatMap((series) =>
    drivers.flatMap((driver) =>
      pools.map((pool) => ({
        name: `${cellName(series)}, ${driver}, pool ${pool}`,
        before: { ...series, driver, code: "bare" as const },
        after: { ...series, driver, pool },
      })),
    ),
  );
}

function asyncSeries(cells: readonly Cell[], workersOf: WorkersOf): readonly Series[] {
  return availableCells(cells)
    .filter(({ model }) => models[model].store === "pipelined")
    .map((cell) => seriesOfCell(cell, workersOf(namedCell(cell))));
}
