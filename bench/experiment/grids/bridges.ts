import { type Cell, listCells } from "@rowbench/shared/concurrency";
import { namedCell } from "./cell-series.ts";

const baseline = "node-http";

/**
 * The baseline, under one model, on every runtime that only some servers run on: without it a
 * framework could not be told from the runtime that its binary needs.
 */
export async function bridgesOf(cells: readonly Cell[]): Promise<readonly Cell[]> {
  const elsewhere = cells.filter(
    (cell) => namedCell(cell).runtime !== undefined && cell.availability.kind === "available",
  );
  const names = [...new Set(elsewhere.map(({ runtime }) => runtime.name))];
  const bridges = names.map((name) => bridgeOn(name, elsewhere, cells));
  return (await Promise.all(bridges)).flat();
}

async function bridgeOn(
  name: string,
  elsewhere: readonly Cell[],
  cells: readonly Cell[],
): Promise<readonly Cell[]> {
  const standing = cells.filter(({ server }) => server.name === baseline);
  if (standing.some(({ runtime }) => runtime.name === name)) return [];
  const [cell] = elsewhere.filter(
    ({ runtime, model }) => runtime.name === name && standing.some((one) => one.model === model),
  );
  const [twin] = standing;
  if (cell === undefined || twin === undefined) return [];
  const bridges = await listCells([twin.server], [cell.model], [cell.runtime]);
  return bridges.filter(({ availability }) => availability.kind === "available");
}
