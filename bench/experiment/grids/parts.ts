import type { Cell, ModelName } from "@rowbench/shared/concurrency";
import { type Series, seriesKey } from "../../results/records/series.ts";
import { parseWorkload, type Workload, waitWorkload } from "../../results/records/workload.ts";
import type { PartChange } from "../../statistics/part-ratios.ts";
import { availableCells, namedCell, seriesOfCell, type WorkersOf } from "./cell-series.ts";
import type { Grid } from "./grid.ts";
import { loadOf } from "./loads.ts";

/** What the parts are exchanged in, and for what. */
export interface PartsRequest {
  /** The server to start from. */
  readonly server: string;
  /** All servers under all models. */
  readonly cells: readonly Cell[];
  readonly workersOf: WorkersOf;
  readonly drivers: readonly string[];
  /** Beside the one that measures. */
  readonly runtimes: readonly string[];
  readonly pools: readonly string[];
  readonly waits: readonly number[];
  readonly connections: number;
}

/** A change of one part, and the series that has it. */
interface Variant {
  readonly part: string;
  readonly value: string;
  readonly series: Series;
}

const baseModel: ModelName = "single";

/** A base, and series that differ from it in one part each. */
export function partsGrid(request: PartsRequest): Grid {
  const { server, cells, workersOf, waits, connections } = request;
  const own = cells.find((cell) => cell.server.name === server && cell.model === baseModel);
  if (own === undefined) throw new Error(`there is no server \`${server}\``);
  const base = seriesOfCell(own, workersOf(namedCell(own)));
  const variants = variantsOf(base, request);
  const changes: readonly PartChange[] = variants.map(({ part, value, series }) => ({
    part,
    value,
    series: seriesKey(series),
  }));
  return {
    view: { kind: "parts", base: seriesKey(base), changes },
    series: [base, ...variants.map(({ series }) => series)],
    // Without a database first: what is left of a difference there is no matter of the driver.
    loads: [...plainWorkloads, ...waits.map(waitWorkload)].map((workload) =>
      loadOf(workload, connections),
    ),
  };
}

const plainWorkloads: readonly Workload[] = [parseWorkload("json")].filter(
  (workload) => workload !== undefined,
);

function variantsOf(base: Series, request: PartsRequest): readonly Variant[] {
  const { cells, workersOf, drivers, pools, runtimes } = request;
  const available = availableCells(cells);
  const change = (part: string, value: string, changed: Partial<Series>): Variant => ({
    part,
    value,
    series: { ...base, ...changed },
  });
  return [
    ...available
      .filter(({ server, model }) => server.name !== base.server && model === baseModel)
      // One that needs another runtime would change two parts at once.
      .filter((cell) => namedCell(cell).runtime === base.runtime)
      .map(({ server: { name } }) => change("framework", name, { server: name })),
    ...available
      .filter(({ server, model }) => server.name === base.server && model !== baseModel)
      .map((cell) => {
        const { model } = cell;
        return change("model", model, { model, workers: workersOf(namedCell(cell)) });
      }),
    ...runtimes.map((runtime) => change("runtime", runtime, { runtime })),
    ...drivers.map((driver) => change("driver", driver, { driver })),
    ...pools.map((pool) => change("pool", pool, { pool })),
  ];
}
