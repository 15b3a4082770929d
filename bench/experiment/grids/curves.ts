import type { Cell, ModelName } from "@rowbench/shared/concurrency";
import type { Load } from "../../results/records/load.ts";
import {
  availableCells,
  namedCell,
  seriesOfCell,
  settingsUnder,
  unavailableCells,
  type WorkersOf,
} from "./cell-series.ts";
import type { Grid } from "./grid.ts";

/** An axis with its unit, as titles and sentences have it. */
export interface Axis {
  readonly name: string;
  readonly unit: string;
}

export const waitAxis: Axis = { name: "wait", unit: "ms of database wait" };
export const connectionsAxis: Axis = { name: "connections", unit: "client connections" };

/** What curves are made of. */
export interface CurvesRequest {
  readonly cells: readonly Cell[];
  readonly axis: Axis;
  readonly loads: readonly Load[];
  /** A curve for each number; models without one have what `workersOf` says. */
  readonly numbers: ReadonlyMap<ModelName, readonly number[]>;
  readonly workersOf: WorkersOf;
  readonly pool?: string | undefined;
}

/** Cells over the places of an axis. */
export function curvesGrid(request: CurvesRequest): Grid {
  const { cells, axis, loads, numbers, workersOf, pool } = request;
  const series = availableCells(cells).flatMap((cell) =>
    (numbers.get(cell.model) ?? [workersOf(namedCell(cell))]).map((workers) => ({
      ...seriesOfCell(cell, workers),
      ...settingsUnder(cell.model, { pool }),
    })),
  );
  const view = { kind: "curves", axis: axis.name, unit: axis.unit } as const;
  return { view, series, loads, unavailable: unavailableCells(cells) };
}
