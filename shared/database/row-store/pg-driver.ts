import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Client, DatabaseError, type QueryConfig } from "pg";
import type { Row } from "../../contract/index.ts";
import { sendCancelRequest } from "./cancel-request.ts";
import type { Driver, SentQuery } from "./row-client.ts";

/** The types of pg do not know it. */
interface ClientKey {
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** node-postgres, in its pipeline mode. */
export const pgDriver: Driver = {
  openClient(url, connectLimit) {
    const socket = new Socket();
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: connectLimit,
      pipeline: true,
      stream: () => socket,
    });
    // What breaks the connection rejects its queries, too.
    client.on("error", () => {});
    client.connect().catch(() => {});
    const run = <T extends object>(query: QueryConfig): SentQuery<T> =>
      client.query<T>(query).then(({ rows }) => rows);
    return {
      row: (id) =>
        run<Row>({
          name: "row",
          text: 'select id, randomnumber as "randomNumber" from world where id = $1',
          values: [id],
        }),
      rowAfter: (id, wait) =>
        run<Row>({
          name: "rowAfter",
          text: `select id, randomnumber as "randomNumber" from world, pg_sleep($2) where id = $1`,
          values: [id, wait / 1000],
        }),
      ping: () => run({ name: "ping", text: "select 1" }),
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

function cancel(url: string, { processID: processId, secretKey: secret }: ClientKey): void {
  if (processId !== null && secret !== null) sendCancelRequest(url, { processId, secret });
}
