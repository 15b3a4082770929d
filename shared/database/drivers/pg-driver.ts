import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Client, DatabaseError, type QueryResult } from "pg";
import type { Row } from "../../contract/index.ts";
import { pingId, type RowCall } from "../calls/row-call.ts";
import { sendCancelRequest } from "./cancel-request.ts";
import type { Driver, StatementKind } from "./row-client.ts";

/** The types of pg do not know it. */
interface ClientKey {
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** node-postgres, in its pipeline mode. */
export function createPgDriver(statements: StatementKind): Driver {
  const queryOf = statements === "named" ? namedQuery : unnamedQuery;
  return {
    openClient(url, connectLimitMs) {
      const socket = new Socket();
      const corkForTurn = corker(socket);
      const client = new Client({
        connectionString: url,
        connectionTimeoutMillis: connectLimitMs,
        pipeline: true,
        stream: () => socket,
      });
      // What breaks the connection rejects its queries, too.
      client.on("error", () => {});
      client.connect().catch(() => {});
      return {
        send(call) {
          corkForTurn();
          client.query<Row>(queryOf(call), (error: Error | null, result?: QueryResult<Row>) => {
            if (result === undefined) call.keeper?.failed(call, error);
            else call.keeper?.answered(call, result.rows[0]);
          });
        },
        cancel: () => cancel(url, client as unknown as ClientKey),
        async end(graceSeconds) {
          const limit = delay(graceSeconds * 1000, undefined, { ref: false });
          if (graceSeconds > 0) await Promise.race([client.end(), limit]).catch(() => {});
          socket.destroy();
        },
      };
    },
    sqlStateOf: (error) => (error instanceof DatabaseError ? error.code : undefined),
  };
}

/**
 * Holds back what is written until the loop has read all that there is to read: node-postgres has a
 * system call for each query, and one for many of them costs an eighth less of a whole look-up.
 */
function corker(socket: Socket): () => void {
  let isCorked = false;
  const uncork = () => {
    isCorked = false;
    socket.uncork();
  };
  return () => {
    if (isCorked) return;
    isCorked = true;
    socket.cork();
    setImmediate(uncork);
  };
}

function unnamedQuery(call: RowCall) {
  const { name: _name, ...query } = namedQuery(call);
  return query;
}

function namedQuery({ id, wait }: RowCall) {
  if (id === pingId) return { name: "ping", text: "select 1" };
  if (wait === undefined)
    return {
      name: "row",
      text: 'select id, randomnumber as "randomNumber" from world where id = $1',
      values: [id],
    };
  return {
    name: "rowAfter",
    text: `select id, randomnumber as "randomNumber" from world, pg_sleep($2) where id = $1`,
    values: [id, wait / 1000],
  };
}

function cancel(url: string, { processID: processId, secretKey: secret }: ClientKey): void {
  if (processId !== null && secret !== null) sendCancelRequest(url, { processId, secret });
}
