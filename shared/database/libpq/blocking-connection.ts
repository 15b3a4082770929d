import { type Milliseconds, milliseconds, type Row } from "../../contract/index.ts";
import { DatabaseUnavailableError } from "../calls/row-errors.ts";
import { awaitResult } from "./await-result.ts";
import { cancelQuery } from "./cancellation.ts";
import { connectArguments, silenceNotices } from "./connect.ts";
import type { ConnectionPointer, ResultPointer } from "./functions.ts";
import { loadLibpq } from "./library.ts";
import { createLibpqParameters } from "./parameters.ts";
import { clearResult, connectionError, isConnected, takeRow } from "./result.ts";
import { createRetryPause } from "./retry-pause.ts";
import { type LibpqStatement, libpqStatements, textFormat } from "./statements.ts";

/** One connection whose calls hold up the thread until they have their answer. */
export interface BlockingConnection {
  row(id: number): Row;
  rowAfter(id: number, wait: Milliseconds): Row;
  ping(): void;
  close(): void;
}

/**
 * Connects at the first call, and again at the next one after it broke. Calls throw within `limit`
 * (and the wait that they asked for) a DatabaseUnavailableError or a RowQueryError.
 */
export function createBlockingConnection(
  url: string,
  limit: Milliseconds,
  isAbandoned: () => boolean,
): BlockingConnection {
  const { libpq } = loadLibpq();
  const parameters = createLibpqParameters();
  const pause = createRetryPause();
  let current: ConnectionPointer | undefined;
  let isClosed = false;

  const connect = (deadlineMs: number): ConnectionPointer => {
    if (isClosed || !pause.isOver) throw new DatabaseUnavailableError();
    const connection = libpq.PQconnectdbParams(...connectArguments(url, limit));
    try {
      if (connection === null || !isConnected(libpq, connection)) {
        throw connectionError(libpq, connection);
      }
      silenceNotices(connection);
      for (const { name, sql, parameterCount } of Object.values(libpqStatements)) {
        libpq.PQsendPrepare(connection, name, sql, parameterCount, parameters.types);
        clearResult(libpq, connection, awaitResult(libpq, connection, deadlineMs));
      }
      return connection;
    } catch (error) {
      if (connection !== null) abandon(connection);
      pause.begin();
      throw error;
    }
  };

  /** The query that was given up may still run. */
  const abandon = (connection: ConnectionPointer): void => {
    if (isConnected(libpq, connection)) cancelQuery(libpq, connection);
    libpq.PQfinish(connection);
  };

  const execute = (
    connection: ConnectionPointer,
    { name, parameterCount }: LibpqStatement,
    deadlineMs: number,
  ): ResultPointer | null => {
    const { values, lengths, formats } = parameters;
    libpq.PQsendQueryPrepared(
      connection,
      name,
      parameterCount,
      values,
      lengths,
      formats,
      textFormat,
    );
    return awaitResult(libpq, connection, deadlineMs, isAbandoned);
  };

  const disconnect = (): void => {
    if (current !== undefined) abandon(current);
    current = undefined;
  };

  const call = <T>(
    statement: LibpqStatement,
    wait: number,
    take: (connection: ConnectionPointer, result: ResultPointer | null) => T,
  ): T => {
    const deadlineMs = Date.now() + limit + wait;
    current ??= connect(deadlineMs);
    try {
      return take(current, execute(current, statement, deadlineMs));
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) disconnect();
      throw error;
    }
  };

  const callRow = (statement: LibpqStatement, id: number, wait: Milliseconds): Row => {
    parameters.set(id, wait);
    return call(statement, wait, (connection, result) => takeRow(libpq, connection, result, id));
  };

  return {
    row: (id) => callRow(libpqStatements.row, id, milliseconds(0)),
    rowAfter: (id, wait) => callRow(libpqStatements.rowAfter, id, wait),
    ping: () =>
      call(libpqStatements.ping, 0, (connection, result) => clearResult(libpq, connection, result)),
    close() {
      isClosed = true;
      if (current !== undefined) libpq.PQfinish(current);
      current = undefined;
    },
  };
}
