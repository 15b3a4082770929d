import { askWorkerId } from "@rowbench/shared/conformance";
import { type CellProcess, type CellStart, startCell } from "../cells/cell-process.ts";
import { openTopology, type Surroundings } from "../topology/open-topology.ts";
import { hasUpstreams } from "../topology/topology.ts";
import { checkContract } from "./contract-check.ts";
import type { TestedServer } from "./testbed.ts";

/** One process, or several that know nothing of each other. */
type Cells = readonly [CellProcess, ...CellProcess[]];

/**
 * Starts a server on this machine with what stands around it. Throws SERVER_UNAVAILABLE or
 * SERVER_START_FAILED; nothing is left then.
 */
export async function startTestedServer(
  start: CellStart,
  topology: string | undefined,
): Promise<TestedServer> {
  const surroundings = await openTopology(topology, start);
  try {
    const { databaseUrl } = surroundings;
    const own = { ...start, databaseUrl };
    const isSpread = hasUpstreams(topology);
    const cells = await startCells(
      isSpread ? { ...own, workers: 1 } : own,
      isSpread ? start.workers : 1,
    );
    try {
      const [first, ...more] = cells;
      const origin = await surroundings.putBefore([
        first.origin,
        ...more.map((cell) => cell.origin),
      ]);
      return testedServer(cells, surroundings, origin);
    } catch (error) {
      await stopAll(cells);
      throw error;
    }
  } catch (error) {
    await surroundings.close();
    throw error;
  }
}

async function startCells(start: CellStart, count: number): Promise<Cells> {
  const first = await startCell(start);
  const cells: [CellProcess, ...CellProcess[]] = [first];
  try {
    while (cells.length < count) cells.push(await startCell(start));
    return cells;
  } catch (error) {
    await stopAll(cells);
    throw error;
  }
}

function testedServer(cells: Cells, surroundings: Surroundings, origin: string): TestedServer {
  return {
    origin,
    workerIds: cells.flatMap(({ workerIds }) => workerIds),
    pids: cells.flatMap(({ pids }) => pids),
    leaders: surroundings.leaders,
    askWorkerId: () => askWorkerId(origin),
    check: async (check) =>
      (await Promise.all(cells.map((cell) => checkContract(cell.origin, check)))).flat(),
    ended: Promise.race(cells.map(({ ended }) => ended)),
    ending: () => cells.map((cell) => cell.ending()).find((how) => how !== undefined),
    stop: () => stopAll(cells).finally(surroundings.close),
  };
}

/** All of them, also when one of them cannot be stopped. */
async function stopAll(cells: readonly CellProcess[]): Promise<void> {
  const outcomes = await Promise.allSettled(cells.map((cell) => cell.stop()));
  const failure = outcomes.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
}
