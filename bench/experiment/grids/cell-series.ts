import { type Cell, type ModelName, models } from "@rowbench/shared/concurrency";
import { ownRuntime } from "@rowbench/shared/runtimes";
import type { UnavailableCell } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";

/** How a person wants the asynchronous models to reach PostgreSQL; the others speak through libpq. */
export interface AsyncSettings {
  readonly pool?: string | undefined;
  readonly driver?: string | undefined;
}

/** A server under a model, and on a runtime where it is not the Node.js that measures. */
export interface NamedCell extends Pick<Series, "server" | "runtime"> {
  readonly model: ModelName;
}

/** How many workers a cell gets. */
export type WorkersOf = (cell: NamedCell) => number;

/** A series for each cell that this machine can run. */
export function seriesOfCells(
  cells: readonly Cell[],
  workersOf: WorkersOf,
  settings: AsyncSettings = {},
): readonly Series[] {
  return availableCells(cells).map((cell) => ({
    ...seriesOfCell(cell, workersOf(namedCell(cell))),
    ...settingsUnder(cell.model, settings),
  }));
}

/** A cell with so many workers, and all else left at its default. */
export function seriesOfCell(cell: Cell, workers: number): Series {
  return { ...namedCell(cell), workers };
}

/** A cell as series have it: the Node.js that measures goes without saying. */
export function namedCell({ server, model, runtime: { name } }: Cell): NamedCell {
  const runtime = name === ownRuntime().name ? {} : { runtime: name };
  return { server: server.name, model, ...runtime };
}

/** A cell in a results folder's name. */
export function cellLabel({ server, model }: Cell): string {
  return `${server.name}-${model}`;
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
  return cells.flatMap((cell) => {
    const { availability } = cell;
    const isAvailable = availability.kind === "available";
    return isAvailable ? [] : [{ ...namedCell(cell), reason: availability.reason }];
  });
}
