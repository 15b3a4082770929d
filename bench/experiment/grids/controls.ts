import type { Load } from "../../results/records/load.ts";
import { type Series, seriesKey } from "../../results/records/series.ts";
import type { Grid } from "./grid.ts";

/** A look-up of `node:http` takes about 40 µs: this is found in any run that can tell anything. */
const burnUs = 40;
const baseline: Series = { server: "node-http", model: "single", workers: 1 };
/** The added series take about this share of the starts. */
const shareOfControls = 0.12;
/** A long comparison of two series has several dozen rounds: controls need a few of them. */
const mostRoundsBetween = 8;
const twin: Series = { ...baseline, copy: 2 };
const burning: Series = { ...baseline, burnUs };

/**
 * Adds the hidden controls: the baseline once more, which must not be told apart from it, and the
 * baseline with known extra work, which must be found with its size. A grid without the baseline
 * gets it as well; one without plain look-ups has nothing to tell them by and stays as it is.
 */
export function withControls(grid: Grid): Grid {
  const load = grid.loads.find(({ workload }) => workload.name === "db");
  if (load === undefined) return grid;
  const isThere = grid.series.some((series) => seriesKey(series) === seriesKey(baseline));
  const added = [...(isThere ? [] : [baseline]), twin, burning];
  return {
    ...grid,
    series: [...grid.series, ...added],
    loads: grid.loads.map((one) => (one === load ? withBaseline(load) : one)),
    together: withTrio(grid.together ?? []),
    controls: {
      load: load.name,
      baseline: seriesKey(baseline),
      twin: seriesKey(twin),
      burning: seriesKey(burning),
      added: added.map(seriesKey),
      everyRounds: everyRounds(added.length, grid.series.length),
      burnUs,
    },
  };
}

/** A load that some series alone are measured under is one of the baseline's as well. */
function withBaseline(load: Load): Load {
  const { series } = load;
  return series ? { ...load, series: [...new Set([...series, seriesKey(baseline)])] } : load;
}

/** The three in one unit, with whatever else the baseline is compared with. */
function withTrio(together: NonNullable<Grid["together"]>): NonNullable<Grid["together"]> {
  const trio = [baseline, twin, burning].map(seriesKey);
  const isJoined = (unit: readonly string[]) => unit.includes(seriesKey(baseline));
  const joined = together.filter(isJoined).flat();
  return [...together.filter((unit) => !isJoined(unit)), [...new Set([...trio, ...joined])]];
}

/** Among few series the controls would take most of the time. */
function everyRounds(added: number, series: number): number {
  return Math.min(mostRoundsBetween, Math.ceil(added / (shareOfControls * series)));
}
