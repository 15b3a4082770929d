import { type Cell, type ModelName, models } from "@rowbench/shared/concurrency";
import { milliseconds } from "@rowbench/shared/contract";
import type { Workload, WorkloadKind } from "../../results/records/workload.ts";
import { availableCells, seriesOfCell } from "./cell-series.ts";
import type { Grid } from "./grid.ts";
import { loadOf } from "./loads.ts";

/** A person's requests. */
export interface AdviceRequest {
  /** One server under every model. */
  readonly cells: readonly Cell[];
  readonly waitMs: number;
  readonly cpuMs: number;
  readonly connections: number;
  /** That the server has. */
  readonly processors: number;
}

/** Each model with its default workers; those whose workers wait also with four times as many. */
export function adviceGrid(request: AdviceRequest): Grid {
  const { cells, waitMs, cpuMs, connections, processors } = request;
  const workload = workloadLike(waitMs, cpuMs);
  const condition = `a database wait of ${waitMs} ms, ${cpuMs} ms of CPU and ${connections} clients`;
  return {
    view: { kind: "advice", condition, requestsEach: workload.kinds.length },
    series: availableCells(cells).flatMap((cell) =>
      workerNumbers(cell.model, processors).map((workers) => seriesOfCell(cell, workers)),
    ),
    loads: [loadOf(workload, connections)],
  };
}

/** One request that waits and one that computes stand for one that does both. */
function workloadLike(waitMs: number, cpuMs: number): Workload {
  const row = { weight: 1, expect: "row" } as const;
  const waiting: WorkloadKind = {
    ...row,
    name: `wait:${waitMs}ms`,
    path: `/wait/${waitMs}`,
    wait: milliseconds(waitMs),
  };
  const computing: WorkloadKind = {
    ...row,
    name: `cpu:${cpuMs}ms`,
    path: `/cpu/${cpuMs}`,
    cpu: milliseconds(cpuMs),
  };
  const kinds = [...(waitMs > 0 ? [waiting] : []), ...(cpuMs > 0 ? [computing] : [])];
  if (kinds.length === 0) return { name: "db", kinds: [{ ...row, name: "db", path: "/db" }] };
  return { name: kinds.map(({ name }) => name).join(" + "), kinds };
}

function workerNumbers(model: ModelName, processors: number): readonly number[] {
  const { defaultWorkers, store } = models[model];
  const workers = defaultWorkers(processors);
  return store === "pipelined" ? [workers] : [workers, 4 * workers];
}
