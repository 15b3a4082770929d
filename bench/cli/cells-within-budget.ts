import { type Cell, modelNames } from "@rowbench/shared/concurrency";
import type { Milliseconds } from "@rowbench/shared/contract";
import { fitsOneRound, type PlannedCell } from "../plan/plan.ts";
import type { Workload } from "../plan/workload.ts";
import type { WorkersChoice } from "./workers-option.ts";

/** The cells that this machine can run, with their numbers of workers. */
export function planCells(cells: readonly Cell[], numbers: WorkersChoice): readonly PlannedCell[] {
  return cells
    .filter(({ availability }) => availability.kind === "available")
    .map(({ server, model }) => ({
      server: server.name,
      model,
      workers: numbers.workersOf(server.name, model),
    }));
}

/** Models one after the other, as long as one round of their cells fits; the first in any case. */
export function withinBudget(
  cells: readonly Cell[],
  budget: Milliseconds,
  numbers: WorkersChoice,
  workloads: readonly Workload[],
): readonly Cell[] {
  let chosen: readonly Cell[] = [];
  for (const name of modelNames) {
    const more = [...chosen, ...cells.filter(({ model }) => model === name)];
    const round = { cells: planCells(more, numbers), workloads };
    if (chosen.length > 0 && !fitsOneRound(round, budget)) break;
    chosen = more;
  }
  return chosen;
}

/** A line that names the models without room, empty when there are none. */
export function describeLeftOut(all: readonly Cell[], chosen: readonly Cell[]): string {
  const models = new Set(chosen.map(({ model }) => model));
  const left = modelNames.filter(
    (name) => !models.has(name) && all.some(({ model }) => model === name),
  );
  if (left.length === 0) return "";
  return `left out  ${left.join(", ")}: one round of all models takes a longer --budget; --models names yours\n`;
}
