import postgres from "postgres";
import type { Row } from "../../contract/index.ts";
import { pingId, type RowCall } from "../calls/row-call.ts";
import { sendCancelRequest } from "./cancel-request.ts";
import type { Driver, StatementKind } from "./row-client.ts";

// With a full pipeline postgres.js waits until it is empty before it sends again.
const maximumPipeline = 1000;

/** postgres.js. */
export function createPostgresDriver(statements: StatementKind): Driver {
  return {
    openClient(url, connectLimitMs) {
      // A variable, because the types of postgres.js do not know `max_pipeline`.
      const options = {
        max: 1,
        max_pipeline: maximumPipeline,
        prepare: statements === "named",
        // Saves a query at the start; the table has no arrays.
        fetch_types: false,
        connect_timeout: connectLimitMs / 1000,
        backoff: () => 0,
        // A connection that is replaced in the middle of a run would show as a late answer.
        max_lifetime: 0,
        onnotice: () => {},
      };
      const sql = postgres(url, options);
      const queryOf = ({ id, wait }: RowCall) => {
        if (id === pingId) return sql<Row[]>`select 1`;
        if (wait === undefined)
          return sql<Row[]>`select id, randomnumber as "randomNumber" from world where id = ${id}`;
        return sql<Row[]>`
        select id, randomnumber as "randomNumber" from world, pg_sleep(${wait / 1000})
        where id = ${id}`;
      };
      return {
        send(call) {
          const query = queryOf(call);
          call.query = query;
          query.then(
            (rows) => call.keeper?.answered(call, rows[0]),
            (error: unknown) => call.keeper?.failed(call, error),
          );
        },
        cancel: ({ query }) => cancel(url, query),
        end: (graceSeconds) => sql.end({ timeout: graceSeconds }).catch(() => {}),
      };
    },
    sqlStateOf: (error) => (error instanceof postgres.PostgresError ? error.code : undefined),
  };
}

/** By our own request: that of postgres.js 3.4.9 ends the process when it finds nobody. */
function cancel(url: string, query: unknown): void {
  const { state } = query as { readonly state?: { readonly pid: number; readonly secret: number } };
  if (state) sendCancelRequest(url, { processId: state.pid, secret: state.secret });
}
