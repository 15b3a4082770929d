import { type Cell, models } from "@rowbench/shared/concurrency";
import { waitWorkload } from "../../results/records/workload.ts";
import { workersChoice, workersToGoOn } from "../../results/summary/workers-choice.ts";
import { workerCounts } from "../../statistics/worker-choice.ts";
import { seriesOfCell } from "./cell-series.ts";
import type { Grid } from "./grid.ts";
import { loadOf } from "./loads.ts";
import type { Rounds } from "./rounds.ts";

/** What a choice of workers is made of. */
export interface WorkersRequest {
  readonly cell: Cell;
  readonly connections: number;
  /** Rounds that choose, and as many that measure the choice afresh. */
  readonly rounds: number;
  /** Processors that the server has. */
  readonly cores: number;
}

/**
 * One cell with 1, 2, 3, 4, 6, 8 … workers. Numbers that are surely too many drop out; then the
 * chosen one is measured afresh beside the model's default.
 */
export function workersGrid({ cell, connections, rounds, cores }: WorkersRequest): Grid {
  const { maximumWorkers, defaultWorkers } = models[cell.model];
  const byDefault = Math.min(defaultWorkers(cores), maximumWorkers);
  const counts = workerCounts(cores, maximumWorkers);
  const series = counts.map((workers) => seriesOfCell(cell, workers));
  const load = loadOf(waitWorkload(0), connections);
  const choose: Rounds["seriesOf"] = (round, records) => {
    const goingOn =
      round <= rounds
        ? workersToGoOn(series, load.name, records)
        : [workersChoice(series, load.name, records, rounds)?.chosen, byDefault];
    return series.filter(({ workers }) => goingOn.includes(workers));
  };
  return {
    view: { kind: "workers", choosingRounds: rounds, defaultWorkers: byDefault },
    series,
    loads: [load],
    rounds: { seriesOf: choose },
  };
}
