/** Figures of one series by round, all above 0; a round that was refused is missing. */
export type RoundValues = ReadonlyMap<number, number>;

/** How many times the figure of `b` that of `a` is, in each round that holds both. */
export function ratiosByRound(a: RoundValues, b: RoundValues): RoundValues {
  return new Map(
    [...a].flatMap(([round, value]) => {
      const other = b.get(round);
      return other === undefined ? [] : [[round, value / other] as const];
    }),
  );
}
