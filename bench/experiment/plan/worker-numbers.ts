import { availableParallelism } from "node:os";
import { models } from "@rowbench/shared/concurrency";
import { readTunedWorkers } from "../../results/learned/tuned-workers.ts";
import { describeMachine } from "../../results/records/machine.ts";
import { tunedWorkersFile } from "../../results/records/places.ts";
import { cellName } from "../../results/records/series.ts";
import type { WorkersOf } from "../grids/cell-series.ts";

/** `--workers`: a number, or what a sweep on this machine chose; absent, the models' defaults. */
export type WorkersOption = number | "tuned" | undefined;

/** How many workers each cell gets, and for which cells there is no tuned number. */
export interface WorkerNumbers {
  readonly workersOf: WorkersOf;
  /** Names of cells that fell back to their model's default. */
  readonly untuned: ReadonlySet<string>;
}

/** Looks the numbers up; a number that a model cannot have becomes the largest that it can. */
export function chooseWorkerNumbers(
  option: WorkersOption,
  processors: number = availableParallelism(),
  file: string = tunedWorkersFile,
): WorkerNumbers {
  const tuned = option === "tuned" ? readTunedWorkers(file, describeMachine()) : {};
  const untuned = new Set<string>();
  return {
    untuned,
    workersOf: (cell) => {
      const { defaultWorkers, maximumWorkers } = models[cell.model];
      const name = cellName(cell);
      const chosen = option === "tuned" ? tuned[name]?.workers : option;
      if (option === "tuned" && chosen === undefined && maximumWorkers > 1) untuned.add(name);
      return Math.min(chosen ?? defaultWorkers(processors), maximumWorkers);
    },
  };
}
