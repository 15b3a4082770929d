/** The places that a cell can have, best and worst; equal when nothing is open. */
export interface RankInterval {
  readonly best: number;
  readonly worst: number;
}

/** The values of one cell by round; a round that was refused is missing. */
export type ValuesByRound = ReadonlyMap<number, number>;

/** Fewer shared rounds than this cannot tell two cells apart: 2 · 0.5⁶ = 3 %, 2 · 0.5⁵ = 6 %. */
export const roundsToSeparate = 6;

/**
 * The rank interval of each cell, larger values being better: from 1 + the number of cells that
 * are better to the number of cells − the number that are worse.
 *
 * One cell is better than another when it was so in *every* round that both were measured in, and
 * there are at least six such rounds: the exact sign test (Arbuthnott 1710; Conover 1999, §3.4) at
 * its strictest. It assumes nothing about the shape of the noise, and a drift of the machine
 * cancels, because only values of the same round are compared. The 3 % hold for one pair, not
 * for all pairs of a table together.
 */
export function rankIntervals(cells: readonly ValuesByRound[]): readonly RankInterval[] {
  return cells.map((cell) => {
    const better = cells.filter((other) => isBetter(other, cell)).length;
    const worse = cells.filter((other) => isBetter(cell, other)).length;
    return { best: 1 + better, worst: cells.length - worse };
  });
}

/** Whether `a` beat `b` in each of enough rounds. */
export function isBetter(a: ValuesByRound, b: ValuesByRound): boolean {
  const shared = [...a.keys()].filter((round) => b.has(round));
  const wins = shared.filter((round) => (a.get(round) ?? 0) > (b.get(round) ?? 0));
  return shared.length >= roundsToSeparate && wins.length === shared.length;
}
