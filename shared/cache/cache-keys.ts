/** Holds what the cache holds: the hash fields `rows`, `salt` and `complete`. */
export const contentKey = "rowbench:world";

const rowPrefix = `${contentKey}:`;

/** Where the `randomNumber` of a row stands, in decimal digits. */
export function keyOf(id: number): string {
  return rowPrefix + id;
}
