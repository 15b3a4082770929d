import { type Row, RowbenchError } from "../../contract/index.ts";
import { pingId, type RowCall } from "../calls/row-call.ts";
import type { Driver, StatementKind } from "./row-client.ts";

/** What is used here of Bun: its own types would replace those of Node.js in the whole repository. */
interface BunSql {
  <T>(text: TemplateStringsArray, ...values: readonly unknown[]): PromiseLike<readonly T[]>;
  close(options: { readonly timeout: number }): Promise<void>;
}
type BunSqlClass = new (url: string, options: object) => BunSql;

/** Of an error that PostgreSQL gave with its answer. */
interface ServerError {
  readonly code: "ERR_POSTGRES_SERVER_ERROR";
  /** The SQLSTATE. */
  readonly errno: string;
}

/** Bun's own driver, `Bun.SQL`; throws `SERVER_UNAVAILABLE` anywhere else. */
export function createBunDriver(statements: StatementKind): Driver {
  const Sql = (globalThis as { Bun?: { SQL: BunSqlClass } }).Bun?.SQL;
  if (Sql === undefined)
    throw new RowbenchError(
      "SERVER_UNAVAILABLE",
      "the driver `bun` is part of Bun: start the server with `--runtime bun`",
    );
  const open = (url: string, connectLimitMs: number): BunSql =>
    new Sql(url, {
      max: 1,
      prepare: statements === "named",
      idleTimeout: 0,
      maxLifetime: 0,
      connectionTimeout: connectLimitMs / 1000,
    });
  return {
    openClient(url, connectLimitMs) {
      const sql = open(url, connectLimitMs);
      let processId: number | undefined;
      sql<{ pid: number }>`select pg_backend_pid() as pid`.then(
        ([row]) => {
          processId = row?.pid;
        },
        () => {},
      );
      return {
        send: (call) =>
          queryOf(sql, call).then(
            ([row]) => call.keeper?.answered(call, row),
            (error: unknown) => call.keeper?.failed(call, error),
          ),
        cancel: () => void cancel(open(url, connectLimitMs), processId),
        end: (graceSeconds) => sql.close({ timeout: graceSeconds }).catch(() => {}),
      };
    },
    sqlStateOf: (error) => (isServerError(error) ? error.errno : undefined),
  };
}

function queryOf(sql: BunSql, { id, wait }: RowCall): PromiseLike<readonly Row[]> {
  if (id === pingId) return sql<Row>`select 1`;
  if (wait === undefined)
    return sql<Row>`select id, randomnumber as "randomNumber" from world where id = ${id}`;
  return sql<Row>`
    select id, randomnumber as "randomNumber" from world, pg_sleep(${wait / 1000})
    where id = ${id}`;
}

function isServerError(error: unknown): error is ServerError {
  return (error as Partial<ServerError> | null)?.code === "ERR_POSTGRES_SERVER_ERROR";
}

/** By a statement on another connection: Bun does not tell the secret of the protocol's own way. */
async function cancel(sql: BunSql, processId: number | undefined): Promise<void> {
  try {
    if (processId !== undefined) await sql`select pg_cancel_backend(${processId})`;
  } catch {
    // As with the protocol's own way: a failure shows as the query going on.
  } finally {
    await sql.close({ timeout: 0 }).catch(() => {});
  }
}
