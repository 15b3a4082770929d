import type { Cell } from "@rowbench/shared/concurrency";
import type { Runtime } from "@rowbench/shared/runtimes";

const baseline = "node-http";

/**
 * The baseline, under one model, on every runtime that only some servers run on: without it a
 * framework could not be told from the runtime that its binary needs.
 */
export function bridgesOf(cells: readonly Cell[], own: Runtime): readonly Cell[] {
  const elsewhere = cells.filter(
    ({ runtime, availability }) => runtime.name !== own.name && availability.kind === "available",
  );
  const names = [...new Set(elsewhere.map(({ runtime }) => runtime.name))];
  return names.flatMap((name) => bridgeOn(name, elsewhere, cells));
}

function bridgeOn(
  name: string,
  elsewhere: readonly Cell[],
  cells: readonly Cell[],
): readonly Cell[] {
  const standing = cells.filter(({ server }) => server.name === baseline);
  if (standing.some(({ runtime }) => runtime.name === name)) return [];
  return elsewhere
    .filter(({ runtime }) => runtime.name === name)
    .flatMap(({ model, runtime }) => {
      const twin = standing.find((one) => one.model === model);
      return twin === undefined ? [] : [{ ...twin, runtime }];
    })
    .slice(0, 1);
}
