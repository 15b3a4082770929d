/** A row of the table `world`, as the servers send it. */
export interface Row {
  readonly id: number;
  readonly randomNumber: number;
}

/** Rows in the table unless another number is asked for: TechEmpower's "single query" test. */
export const defaultRowCount = 10_000;

/** The largest table that `--rows` may ask for. */
export const maximumRowCount = 10_000_000;

const multiplier = 7919;
const increment = 6424;
const valueCount = 10_000;

/**
 * The `randomNumber` (1 to 10,000) that row `id` must hold. It is a fixed function of `id`, so
 * that every response can be checked under load without asking the database again.
 */
export function expectedRandomNumber(id: number): number {
  return ((id * multiplier + increment) % valueCount) + 1;
}

/** The same function as an SQL expression over the column `id`. */
export const expectedRandomNumberSql = `((id::bigint * ${multiplier} + ${increment}) % ${valueCount} + 1)::int`;
