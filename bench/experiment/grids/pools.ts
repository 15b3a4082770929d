import type { Cell } from "@rowbench/shared/concurrency";
import { waitWorkload } from "../../results/records/workload.ts";
import { namedCell, seriesOfCell, type WorkersOf } from "./cell-series.ts";
import type { Grid } from "./grid.ts";
import { loadOf } from "./loads.ts";

/** What a comparison of pools is made of. */
export interface PoolsRequest {
  readonly cell: Cell;
  readonly workersOf: WorkersOf;
  readonly pools: readonly string[];
  readonly driver: string;
  readonly waits: readonly number[];
  readonly connections: readonly number[];
}

/** One cell with every pool, under every wait with every number of clients. */
export function poolsGrid(request: PoolsRequest): Grid {
  const { cell, workersOf, pools, driver, waits, connections } = request;
  const base = { ...seriesOfCell(cell, workersOf(namedCell(cell))), driver };
  return {
    view: { kind: "pools" },
    series: pools.map((pool) => ({ ...base, pool })),
    loads: waits.flatMap((wait) =>
      connections.map((number) => ({
        ...loadOf(waitWorkload(wait), number),
        name: `${wait} ms, ${number} client${number === 1 ? "" : "s"}`,
        place: wait,
      })),
    ),
  };
}
