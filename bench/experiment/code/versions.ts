import { type Cell, listServers } from "@rowbench/shared/concurrency";
import { RowbenchError } from "@rowbench/shared/contract";
import { cellName, type Series } from "../../results/records/series.ts";
import { seriesOfCells, type WorkersOf } from "../grids/cell-series.ts";
import type { VersionPair } from "../grids/comparison.ts";
import type { Tree } from "../trees/prepare-tree.ts";
import type { ServerCode } from "./server-code.ts";

/** Every cell that both versions have, the other version's first. */
export function versionPairs(
  ref: string,
  tree: Tree,
  cells: readonly Cell[],
  workersOf: WorkersOf,
): readonly VersionPair[] {
  const there = new Set(tree.servers().map(({ name }) => name));
  const pairs = seriesOfCells(cells, workersOf)
    .filter(({ server }) => there.has(server))
    .map((after) => ({
      name: cellName(after),
      before: { ...after, tree: ref },
      after,
    }));
  if (pairs.length > 0) return pairs;
  throw new RowbenchError("USAGE", `\`${ref}\` has none of these servers`);
}

/** Two cells of this tree, named beforehand. */
export function cellPair(before: Series, after: Series): VersionPair {
  return { name: `${cellName(after)} against ${cellName(before)}`, before, after };
}

/** Finds the code of a series in the other version, or here when it names none. */
export function codeOfVersions(tree: Tree): (series: Series) => ServerCode {
  const here = new Map(listServers().map((server) => [server.name, server.entry]));
  const there = new Map(tree.servers().map((server) => [server.name, server.entry]));
  return (series) => {
    const entry = (series.tree === undefined ? here : there).get(series.server);
    if (entry === undefined) throw new Error(`there is no server \`${series.server}\``);
    return series.tree === undefined ? { entry } : { entry, serveProgram: tree.serveProgram };
  };
}
