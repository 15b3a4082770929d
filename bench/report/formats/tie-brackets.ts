/** More lines beside each other than this are hard to follow; letters say it then. */
const mostLanes = 6;

interface Bracket {
  readonly first: number;
  readonly last: number;
  readonly members: ReadonlySet<number>;
}

/**
 * Ties as brackets beside the rows of a table, a text for each row: `┌│└` joins those that nobody
 * can tell apart, and `┊` passes one that is not among them. Undefined where there are none, or too
 * many to be drawn.
 */
export function tieBrackets(
  keys: readonly string[],
  ties: readonly (readonly string[])[],
): readonly string[] | undefined {
  const brackets = ties.filter((group) => group.length > 1).map((group) => bracketOf(keys, group));
  const lanes = lanesOf(brackets);
  if (lanes.length === 0 || lanes.length > mostLanes) return undefined;
  return keys.map((_, row) => lanes.map((lane) => charAt(lane, row)).join(""));
}

function bracketOf(keys: readonly string[], group: readonly string[]): Bracket {
  const places = group.map((key) => keys.indexOf(key)).filter((place) => place >= 0);
  return {
    first: Math.min(...places),
    last: Math.max(...places),
    members: new Set(places),
  };
}

/** Each bracket in the first lane in which it meets no other. */
function lanesOf(brackets: readonly Bracket[]): readonly (readonly Bracket[])[] {
  const lanes: Bracket[][] = [];
  for (const bracket of brackets.toSorted((a, b) => a.first - b.first)) {
    const free = lanes.find((lane) => (lane.at(-1)?.last ?? -1) < bracket.first);
    if (free === undefined) lanes.push([bracket]);
    else free.push(bracket);
  }
  return lanes;
}

function charAt(lane: readonly Bracket[], row: number): string {
  const bracket = lane.find(({ first, last }) => row >= first && row <= last);
  if (bracket === undefined) return " ";
  if (row === bracket.first) return "┌";
  if (row === bracket.last) return "└";
  return bracket.members.has(row) ? "│" : "┊";
}
