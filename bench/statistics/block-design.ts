/** One figure of one series in one round; above 0, in any unit. */
export interface Observation {
  readonly series: string;
  readonly round: number;
  readonly value: number;
}

/** A figure at its place. */
export interface Cell {
  /** Place of its series in `series`. */
  readonly row: number;
  /** Place of its round in `rounds`. */
  readonly column: number;
  readonly logarithm: number;
}

/** Which series has a figure in which round. */
export interface BlockDesign {
  /** In the order in which they first come; so are the rounds. */
  readonly series: readonly string[];
  readonly rounds: readonly number[];
  readonly cells: readonly Cell[];
  readonly bySeries: readonly (readonly Cell[])[];
  readonly byRound: readonly (readonly Cell[])[];
  /**
   * For each series the number of its component: those with the same number share rounds, directly
   * or through others, and can be compared.
   */
  readonly components: readonly number[];
}

/** Orders figures. Throws for one that is not above 0, and for a second one of series and round. */
export function designOf(observations: readonly Observation[]): BlockDesign {
  const rows = placesOf(observations.map(({ series }) => series));
  const columns = placesOf(observations.map(({ round }) => round));
  const bySeries = Array.from(rows, (): Cell[] => []);
  const byRound = Array.from(columns, (): Cell[] => []);
  const cells = observations.map((observation): Cell => {
    const row = rows.get(observation.series) ?? 0;
    const column = columns.get(observation.round) ?? 0;
    const cell = { row, column, logarithm: logarithmOf(observation) };
    if (bySeries[row]?.some((other) => other.column === column))
      throw new Error(`${placeOf(observation)} comes twice, allowed: once`);
    bySeries[row]?.push(cell);
    byRound[column]?.push(cell);
    return cell;
  });
  const components = componentsOf(rows.size, byRound);
  return {
    series: [...rows.keys()],
    rounds: [...columns.keys()],
    cells,
    bySeries,
    byRound,
    components,
  };
}

function componentsOf(series: number, byRound: BlockDesign["byRound"]): readonly number[] {
  const components = Array.from({ length: series }, (_, row) => row);
  for (const cells of byRound) {
    const together = new Set(cells.map(({ row }) => components[row] ?? row));
    const first = Math.min(...together);
    for (const [row, component] of components.entries())
      if (together.has(component)) components[row] = first;
  }
  return components;
}

function placesOf<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  return new Map([...new Set(keys)].map((key, place) => [key, place]));
}

function logarithmOf(observation: Observation): number {
  const { value } = observation;
  if (value > 0 && Number.isFinite(value)) return Math.log(value);
  throw new Error(`${placeOf(observation)} is \`${value}\`, allowed: a number above 0`);
}

function placeOf({ series, round }: Observation): string {
  return `the figure of \`${series}\` in round \`${round}\``;
}
