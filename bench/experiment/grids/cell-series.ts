import { type Cell, type ModelName, models } from "@rowbench/shared/concurrency";
import { ownRuntime, type Runtime } from "@rowbench/shared/runtimes";
import type { UnavailableCell } from "../../results/records.ts";
import type { Series } from "../../results/series.ts";

/** How a person wants the asynchronous models to reach PostgreSQL; the others speak through libpq. */
export interface AsyncSettings {
  readonly pool?: string | undefined;
  readonly driver?: string | undefined;
}

/** How many workers a cell gets. */
export type WorkersOf = (server: string, model: ModelName) => number;

/** A series for each cell that this machine can run. */
export function seriesOfCells(
  cells: readonly Cell[],
  workersOf: WorkersOf,
  settings: AsyncSettings = {},
): readonly Series[] {
  return availableCells(cells).map(({ server: { name }, model, runtime }) => ({
    server: name,
    model,
    workers: workersOf(name, model),
    ...runtimeSetting(runtime),
    ...settingsUnder(model, settings),
  }));
}

/** The Node.js that measures goes without saying. */
export function runtimeSetting({ name }: Runtime): Pick<Series, "runtime"> {
  return name === ownRuntime().name ? {} : { runtime: name };
}

/** The settings that a model takes. */
export function settingsUnder(
  model: ModelName,
  { pool, driver }: AsyncSettings,
): Pick<Series, "pool" | "driver"> {
  if (models[model].store !== "pipelined") return {};
  return { ...(pool !== undefined && { pool }), ...(driver !== undefined && { driver }) };
}

/** Cells that can run here. */
export function availableCells(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ availability }) => availability.kind === "available");
}

/** Cells that cannot, with their reasons. */
export function unavailableCells(cells: readonly Cell[]): readonly UnavailableCell[] {
  return cells.flatMap(({ server, model, runtime, availability }) =>
    availability.kind === "unavailable"
      ? [{ server: server.name, model, ...runtimeSetting(runtime), reason: availability.reason }]
      : [],
  );
}
