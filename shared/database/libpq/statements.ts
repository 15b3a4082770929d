/** A statement that every connection prepares once. */
export interface LibpqStatement {
  readonly name: string;
  readonly sql: string;
  /** How many of the connection's parameters it takes, from `$1` on. */
  readonly parameterCount: number;
}

/** The statements of a row store, by what they are for. */
export const libpqStatements = {
  ping: { name: "ping", sql: "select 1", parameterCount: 0 },
  row: {
    name: "row",
    sql: "select id, randomnumber from world where id = $1",
    parameterCount: 1,
  },
  rowAfter: {
    name: "row_after",
    sql: "select id, randomnumber from world, pg_sleep($2) where id = $1",
    parameterCount: 2,
  },
} as const satisfies Record<string, LibpqStatement>;

/** The rows come as text, which libpq hands over in one call a value. */
export const textFormat = 0;
