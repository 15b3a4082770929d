import type { Cell } from "@rowbench/shared/concurrency";
import type { Workload } from "../../results/records/workload.ts";
import {
  type AsyncSettings,
  seriesOfCells,
  unavailableCells,
  type WorkersOf,
} from "./cell-series.ts";
import type { Grid } from "./grid.ts";
import { type LoadSettings, loadOf } from "./loads.ts";
import { seriesAround, type Topology } from "./topologies.ts";

/** What a ranking is made of. */
export interface RankingRequest extends AsyncSettings {
  readonly cells: readonly Cell[];
  readonly workersOf: WorkersOf;
  readonly workloads: readonly Workload[];
  readonly connections: number;
  readonly load: LoadSettings;
  /** A series each; the servers' own choice when absent. */
  readonly redisClients?: readonly string[] | undefined;
  /** A series each; nothing around them when absent. */
  readonly topologies?: readonly Topology[] | undefined;
}

/** Every cell under every workload. */
export function rankingGrid(request: RankingRequest): Grid {
  const { cells, workersOf, workloads, connections, load, redisClients, topologies } = request;
  const series = seriesOfCells(cells, workersOf, request);
  const around = topologies ? seriesAround(series, topologies) : { series, unavailable: [] };
  return {
    view: { kind: "ranking" },
    series: redisClients
      ? around.series.flatMap((one) => redisClients.map((redisClient) => ({ ...one, redisClient })))
      : around.series,
    loads: workloads.map((workload) => loadOf(workload, connections, load)),
    unavailable: [...unavailableCells(cells), ...around.unavailable],
  };
}
