/** A value between its lowest and its highest. */
export interface BarInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Draws intervals on one scale, from the lowest to the highest of all: `··╶──●─╴···`, a text of
 * `width` characters for each.
 */
export function intervalBars(intervals: readonly BarInterval[], width: number): readonly string[] {
  const lowest = Math.min(...intervals.map(({ low }) => low));
  const highest = Math.max(...intervals.map(({ high }) => high));
  const span = highest - lowest;
  const placeOf = (value: number) =>
    span > 0 ? Math.round(((value - lowest) / span) * (width - 1)) : Math.floor(width / 2);
  return intervals.map(({ value, low, high }) => {
    const [dot, first, last] = [value, low, high].map(placeOf);
    return Array.from({ length: width }, (_, place) => {
      if (place === dot) return "●";
      if (place === first) return "╶";
      if (place === last) return "╴";
      return place > (first ?? 0) && place < (last ?? 0) ? "─" : "·";
    }).join("");
  });
}
