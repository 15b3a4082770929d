const alphabet = "abcdefghijklmnopqrstuvwxyz";

/**
 * Letters by the key of a series: two that share one cannot be told apart (a compact letter
 * display). Groups in their order are a, b, …, z, a1, b1, …; three in a row are `a–c`. A series
 * that is told from all others has none.
 */
export function tieLetters(ties: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const groups = ties.filter((keys) => keys.length > 1);
  const keys = new Set(groups.flat());
  return new Map(
    [...keys].map((key) => {
      const places = groups.flatMap((group, place) => (group.includes(key) ? [place] : []));
      return [key, runsOf(places).map(formatRun).join("")];
    }),
  );
}

type Run = readonly [first: number, last: number];

/** Places that follow one another, in ascending order. */
function runsOf(places: readonly number[]): readonly Run[] {
  const starts = places.filter((place) => !places.includes(place - 1));
  const ends = places.filter((place) => !places.includes(place + 1));
  return starts.map((first, index): Run => [first, ends[index] ?? first]);
}

function formatRun([first, last]: Run): string {
  if (first === last) return letter(first);
  return `${letter(first)}${last - first > 1 ? "–" : ""}${letter(last)}`;
}

function letter(place: number): string {
  const turn = Math.floor(place / alphabet.length);
  return `${alphabet[place % alphabet.length]}${turn === 0 ? "" : turn}`;
}
