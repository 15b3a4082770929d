import { fitBlocks } from "./blocks.ts";

/** A figure of one series in one turn of its group; above 0, in any unit. */
export interface TurnFigure {
  readonly series: string;
  readonly group: number;
  readonly turn: number;
  readonly value: number;
}

/** A figure of one start, over its turns. */
export interface StartFigure {
  readonly series: string;
  readonly group: number;
  readonly value: number;
}

/**
 * One figure for each start: ln(figure) = series + turn + rest within its group, so that a turn
 * that one of them misses is corrected by what it did to the others; without gaps the geometric
 * mean. In the order of groups and series as they come.
 */
export function startFigures(figures: readonly TurnFigure[]): readonly StartFigure[] {
  const groups = Map.groupBy(figures, ({ group }) => group);
  return [...groups].flatMap(([group, own]) => {
    const isOneTurn = new Set(own.map(({ turn }) => turn)).size === 1;
    if (isOneTurn) return own.map(({ series, value }) => ({ series, group, value }));
    const { series } = fitBlocks(own.map(({ turn: round, ...rest }) => ({ ...rest, round })));
    return series.map(({ name, mean }) => ({ series: name, group, value: Math.exp(mean) }));
  });
}
