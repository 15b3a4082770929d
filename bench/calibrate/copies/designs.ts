import { availableParallelism } from "node:os";
import { isOfNode, listServers } from "@rowbench/shared/concurrency";
import { milliseconds } from "@rowbench/shared/contract";
import { comparisonGrid } from "../../experiment/grids/comparison.ts";
import { withControls } from "../../experiment/grids/controls.ts";
import type { Grid } from "../../experiment/grids/grid.ts";
import { loadOf } from "../../experiment/grids/loads.ts";
import { groupSizeFor } from "../../experiment/plan/grouping.ts";
import { createPlan } from "../../experiment/plan/plan.ts";
import type { Series } from "../../results/records/series.ts";
import { waitWorkload } from "../../results/records/workload.ts";
import type { MeasuredTurns, Noise } from "../../statistics/detectable.ts";

/** Noise, and where it is known from. */
export interface NamedNoise {
  readonly noise: Noise;
  readonly source: string;
}

/** What a run of ten minutes is made of, and the noise that it meets. */
export interface Design extends MeasuredTurns, NamedNoise {
  readonly name: string;
  /** Compared with each other; 2 are a pair that was named beforehand. */
  readonly series: number;
  readonly rounds: number;
  /** How many of them are up at once. */
  readonly groupSize: number;
}

const budget = milliseconds(600_000);
const connections = 64;
const workload = waitWorkload(0);

/** Two cells that are compared, and a ranking of twelve. */
export type DesignKind = "pair" | "twelve";

/** How the plan of this machine splits ten minutes by such noise, the hidden controls included. */
export function tenMinuteDesigns({
  pair,
  twelve,
}: Readonly<Record<DesignKind, NamedNoise>>): Readonly<Record<DesignKind, Design>> {
  return {
    pair: designOf("compare: two cells", pairGrid(), pair),
    twelve: designOf("bench: twelve cells", twelveGrid(), twelve),
  };
}

function pairGrid(): Grid {
  const [before, after] = cellsOf("single", 1);
  if (before === undefined || after === undefined) throw new Error("there are no two servers");
  return comparisonGrid([{ name: "pair", before, after }], [loadOf(workload, connections)]);
}

/** As `bench` has them by default, with latencies at a common rate. */
function twelveGrid(): Grid {
  const cells = [...cellsOf("single", 1), ...cellsOf("threads", availableParallelism())];
  const load = loadOf(workload, connections, { paces: [{ name: "common" }] });
  return { view: { kind: "ranking" }, series: cells.slice(0, 12), loads: [load] };
}

function cellsOf(model: string, workers: number): readonly Series[] {
  const servers = listServers().filter(isOfNode);
  return servers.map(({ name: server }) => ({ server, model, workers }));
}

function designOf(name: string, bare: Grid, known: NamedNoise): Design {
  const { series, loads, controls } = withControls(bare);
  const groupSize = groupSizeFor(series, loads);
  const fixed = {
    budget,
    seed: 0,
    noise: known.noise,
    groupSize,
    inPieces: true,
    ...(controls && { controls }),
  };
  const { rounds, durations } = createPlan({ ...fixed, series, loads });
  const { turns, closed, piece = closed } = durations;
  const seconds = (turns * closed) / 1000;
  return {
    ...known,
    name,
    series: bare.series.length,
    rounds,
    turns: turns * (closed / piece),
    seconds,
    groupSize,
  };
}
