import { pairedRatio, type RatioInterval } from "./paired-ratio.ts";
import type { RankedCell, RunSummary } from "./summary.ts";

/** How many times as fast a server is under each model as under `single`. */
export interface ModelRatios {
  readonly server: string;
  readonly ratios: ReadonlyMap<string, RatioInterval>;
}

const baseline = "single";

/**
 * Compares the models of each server within rounds, so that a drift of the machine cancels. Servers
 * without `single`, and models that share fewer than two rounds with it, are left out.
 */
export function modelRatios({ ranked }: RunSummary): readonly ModelRatios[] {
  return ranked
    .filter(({ model }) => model === baseline)
    .map((single) => ({ server: single.server, ratios: ratiosTo(single, ranked) }))
    .filter(({ ratios }) => ratios.size > 0)
    .toSorted((a, b) => a.server.localeCompare(b.server));
}

function ratiosTo(
  single: RankedCell,
  ranked: readonly RankedCell[],
): ReadonlyMap<string, RatioInterval> {
  const others = ranked.filter(
    ({ server, model }) => server === single.server && model !== baseline,
  );
  return new Map(
    others.flatMap(({ model, throughputByRound }) => {
      const ratios = Object.entries(throughputByRound).flatMap(([round, throughput]) => {
        const base = single.throughputByRound[Number(round)];
        return base === undefined ? [] : [throughput / base];
      });
      return ratios.length < 2 ? [] : [[model, pairedRatio(ratios)] as const];
    }),
  );
}
