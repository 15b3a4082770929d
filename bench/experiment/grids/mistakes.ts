import { availableParallelism } from "node:os";
import { type Cell, models } from "@rowbench/shared/concurrency";
import { type MistakeName, mistakes } from "../../mistakes/mistakes.ts";
import type { Load } from "../../results/records/load.ts";
import { cellName, type Series, seriesKey } from "../../results/records/series.ts";
import type { MistakeCase, MistakeView } from "../../results/records/view.ts";
import { parseWorkload } from "../../results/records/workload.ts";
import { availableCells, namedCell, seriesOfCell, type WorkersOf } from "./cell-series.ts";
import type { Grid } from "./grid.ts";
import { loadOf } from "./loads.ts";

/** Which mistakes, and in which cells. */
export interface MistakesRequest {
  readonly mistakes: readonly MistakeName[];
  /** The asynchronous ones of them are tuned. */
  readonly cells: readonly Cell[];
  /** The same servers under models with several workers, the usual one first. */
  readonly spreadCells: readonly Cell[];
  readonly workersOf: WorkersOf;
  readonly connections: number;
  readonly cores?: number;
}

/** A mistake in one cell, with the series that show it. */
interface Shown {
  readonly view: MistakeCase;
  readonly server: string;
  readonly series: readonly Series[];
}

/** Each cell as it should be, and with one mistake at a time. */
export function mistakesGrid(request: MistakesRequest): Grid {
  const shown = request.mistakes.map((name) => ({ name, cases: casesOf(name, request) }));
  const series = distinct(shown.flatMap(({ cases }) => cases.flatMap((one) => one.series)));
  return {
    view: {
      kind: "mistakes",
      mistakes: shown.map(({ name, cases }): MistakeView => {
        const { title, why, workload } = mistakes[name];
        return { title, why, load: workload, cases: cases.map(({ view }) => view) };
      }),
    },
    series,
    loads: loadsOf(shown, request.connections),
    // A server is compared with itself alone.
    together: [...Map.groupBy(series, ({ server }) => server).values()].map((own) =>
      own.map(seriesKey),
    ),
  };
}

/** Several cells of a server may have a mistake in common, such as one of the number of workers. */
function casesOf(name: MistakeName, request: MistakesRequest): readonly Shown[] {
  const { cells, workersOf, spreadCells, cores = availableParallelism() } = request;
  const cases = availableCells(cells)
    .filter(({ model }) => models[model].store === "pipelined")
    .map((cell): Shown => {
      const tuned = seriesOfCell(cell, workersOf(namedCell(cell)));
      const spread = cores > 1 ? spreadOf(tuned, spreadCells, cores) : undefined;
      const made = mistakes[name].make({ tuned, spread, cores });
      if (made.kind === "made") return shownOf(made.tuned, made.mistaken);
      const { reason } = made;
      const view = { kind: "impossible", cell: cellName(tuned), reason } as const;
      return { view, server: tuned.server, series: [] };
    });
  return [...new Map(cases.map((one) => [JSON.stringify(one.view), one])).values()];
}

function shownOf(tuned: Series, mistaken: Series): Shown {
  const keys = { tuned: seriesKey(tuned), mistaken: seriesKey(mistaken) };
  const view = { kind: "made", cell: cellName(tuned), ...keys } as const;
  return { view, server: tuned.server, series: [tuned, mistaken] };
}

function spreadOf(tuned: Series, cells: readonly Cell[], cores: number): Series | undefined {
  const spread = availableCells(cells).find((cell) => {
    const { server, runtime } = namedCell(cell);
    return server === tuned.server && runtime === tuned.runtime;
  });
  return spread && seriesOfCell(spread, cores);
}

/** A load for each workload that shows a mistake, for the series that show it. */
function loadsOf(
  shown: readonly { readonly name: MistakeName; readonly cases: readonly Shown[] }[],
  connections: number,
): readonly Load[] {
  const byWorkload = Map.groupBy(shown, ({ name }) => mistakes[name].workload);
  return [...byWorkload].flatMap(([name, ofWorkload]) => {
    const own = distinct(ofWorkload.flatMap(({ cases }) => cases.flatMap((one) => one.series)));
    const workload = parseWorkload(name);
    if (workload === undefined || own.length === 0) return [];
    const load = loadOf(workload, connections, { paces: [{ name: "common" }] });
    return [{ ...load, series: own.map(seriesKey) }];
  });
}

/** Each once: several mistakes are compared with the same series. */
function distinct(series: readonly Series[]): readonly Series[] {
  return [...new Map(series.map((one) => [seriesKey(one), one])).values()];
}
