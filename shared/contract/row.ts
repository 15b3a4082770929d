/** A row of the table `world`, as the servers send it. */
export interface Row {
  readonly id: number;
  readonly randomNumber: number;
}

/** What the table `world` holds: the ids 1 to `rows`, with the values of this salt. */
export interface TableContent {
  readonly rows: number;
  /** 0 to 9999, see `expectedRandomNumber`. */
  readonly salt: number;
}

/** Rows in the table unless another number is asked for: TechEmpower's "single query" test. */
export const defaultRowCount = 10_000;

/** The largest table that `--rows` may ask for. */
export const maximumRowCount = 10_000_000;

/** How many values there are, and how many salts. */
const valueCount = 10_000;
const multiplier = 7919;

/** The salt of a table that was just filled: row 4174 of the documentation then holds 331. */
export const defaultSalt = 6424;

/**
 * The `randomNumber` (1 to 10,000) that row `id` holds under a salt (0 to 9999). It is a fixed
 * function of both, so that every response can be checked under load without asking the database
 * again; another salt gives every row another value.
 */
export function expectedRandomNumber(id: number, salt: number = defaultSalt): number {
  return ((id * multiplier + salt) % valueCount) + 1;
}

/** The only salt (0 to 9999) under which row `id` holds this value (1 to 10,000). */
export function saltOf(id: number, randomNumber: number): number {
  const difference = (randomNumber - 1 - id * multiplier) % valueCount;
  return (difference + valueCount) % valueCount;
}

/** A salt (0 to 9999) that is not this one; `random` gives numbers from 0 to below 1. */
export function anotherSalt(salt: number, random: () => number = Math.random): number {
  return (salt + 1 + Math.floor(random() * (valueCount - 1))) % valueCount;
}

/** `expectedRandomNumber` as an SQL expression over the column `id`. */
export function expectedRandomNumberSql(salt: number = defaultSalt): string {
  return `((id::bigint * ${multiplier} + ${salt}) % ${valueCount} + 1)::int`;
}
